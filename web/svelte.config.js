// Types are checked by `npm run check` and only taken away here, so no preprocessor is needed.
export default {};
