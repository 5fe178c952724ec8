// Biome does the rest; here only what one must know Svelte for.
import { createRequire, stripTypeScriptTypes } from 'node:module';
import svelte from 'eslint-plugin-svelte';
import * as parser from 'svelte-eslint-parser';

// The rules ask nothing about types: without them (blanks in their place) the parser of ESLint itself will do.

const espree = createRequire(import.meta.resolve('eslint'))('espree');
const withoutTypes = {
	parse: (code, options) => espree.parse(stripTypeScriptTypes(code), options),
};

export default [
	{ ignores: ['build', '.svelte-kit', 'node_modules', 'data'] },
	{
		files: ['**/*.svelte'],
		plugins: { svelte },
		languageOptions: { parser, parserOptions: { parser: withoutTypes } },
		rules: {
			'svelte/no-at-html-tags': 'error',
			'svelte/require-each-key': 'error',
			'svelte/no-dupe-else-if-blocks': 'error',
			'svelte/no-target-blank': 'error',
			'svelte/no-unknown-style-directive-property': 'error',
		},
	},
	// Codes (QR) that the server draws: no word of anybody is in them.
	{ files: ['src/checks/Doorway.svelte', 'src/checks/Wall.svelte'], rules: { 'svelte/no-at-html-tags': 'off' } },
];
