import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

export default defineConfig({
	plugins: [
		sveltekit({
			adapter: adapter({ precompress: true }),
			// Public pages are one request: their stylesheets travel inside the page.
			inlineStyleThreshold: 40_000,
			paths: { relative: false },
			csp: {
				// Hashes, not nonces: a page that is the same for everyone keeps its ETag.
				mode: 'hash',
				directives: {
					'default-src': ['none'],
					'script-src': ['self'],
					'style-src': ['self'],
					// The icon travels inside the page too.
					'img-src': ['self', 'data:'],
					'connect-src': ['self'],
					'manifest-src': ['self'],
					'object-src': ['none'],
					'base-uri': ['none'],
					'form-action': ['self'],
					'frame-ancestors': ['none'],
				},
			},
		}),
	],
});
