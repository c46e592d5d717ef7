"""The decisions of making a batch: pure functions over facts."""
