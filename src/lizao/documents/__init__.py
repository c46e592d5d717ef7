"""The papers: site, plant, recipe and product files and their schemas."""
