import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import type {} from 'vitest/config';
import { leavingHash } from './src/platform/leaving.server.ts';

export default defineConfig({
	plugins: [
		sveltekit({
			adapter: adapter({ precompress: true, out: process.env.KAMBANA_BUILD_TO ?? 'build/by-hand' }),
			// Public pages are one request: their stylesheets travel inside the page.
			inlineStyleThreshold: 40_000,
			paths: { relative: false },
			csp: {
				// Hashes, not nonces: a page that is the same for everyone keeps its ETag.
				mode: 'hash',
				directives: {
					'default-src': ['none'],
					'script-src': ['self', leavingHash],
					'style-src': ['self'],
					// The icon travels inside the page too.
					'img-src': ['self', 'data:'],
					'connect-src': ['self'],
					// Videos, their captions and recordings: kept files of this site alone.
					'media-src': ['self'],
					'manifest-src': ['self'],
					'object-src': ['none'],
					'base-uri': ['none'],
					'form-action': ['self'],
					'frame-ancestors': ['none'],
					// Text never becomes script by itself; Svelte's own templates pass by its policy.
					'require-trusted-types-for': ['script'],
					'trusted-types': ['svelte-trusted-html', 'sveltekit-trusted-url'],
				},
			},
		}),
	],
	test: {
		// What a test needs beside the sources (a database, a server) is started by scripts/test.ts.
		projects: [
			project('unit', ['src/**/*.test.ts', 'tests/*.test.ts'], { exclude: ['**/*.db.test.ts'], isolate: false }),
			project('db', ['src/**/*.db.test.ts', 'tests/*.db.test.ts'], {
				isolate: false,
				setupFiles: ['tests/support/one-file.ts'],
			}),
			// Whole processes, each file with servers of its own: three files at a time, for each leaves the machine idle half the time.
			project('processes', ['tests/processes/*.test.ts'], {
				testTimeout: 600_000,
				hookTimeout: 600_000,
				maxWorkers: 3,
			}),
			project('browser', ['tests/e2e/*.test.ts'], { testTimeout: 600_000, hookTimeout: 600_000, maxWorkers: 2 }),
		],
	},
});

/** One kind of tests; `npm test -- unit` runs that alone. */
function project(name: string, include: string[], more: Record<string, unknown> = {}) {
	return {
		extends: true as const,
		// By itself vitest leaves one processor free, which of two is half the machine.
		test: {
			name,
			include,
			environment: 'node',
			pool: 'forks' as const,
			maxWorkers: '100%',
			// Only what hangs is to fail: a machine may be a third as fast as another, and busy.
			testTimeout: 300_000,
			hookTimeout: 300_000,
			expect: { poll: { timeout: 60_000 } },
			...more,
		},
	};
}
