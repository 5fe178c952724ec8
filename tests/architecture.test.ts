import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { access } from '#people/access.ts';
import * as house from './support/house.ts';
import { code, files, folderOf, imports, isTest, sources, target, words } from './support/sources.ts';
import * as vocabulary from './support/words.ts';

const inSrc = (file: string): string => file.replace(/^src\//, '');
const all = sources(['src', 'scripts', 'tests', 'bench'], ['.ts', '.mjs', '.svelte']);
const src = all.filter((source) => source.path.startsWith('src/'));
const isServer = (file: string): boolean => file.endsWith('.server.ts');
const isPage = (file: string): boolean => /\/\+(page|layout)\.server\.ts$|\/\+server\.ts$/.test(file);
const rank = (folder: string): number => (house.order as readonly string[]).indexOf(folder);
/** Plain TypeScript that browser and server could share: everything but server files, routes, tests and the application's own. */
const pure = src.filter(
	({ path: file }) =>
		file.endsWith('.ts') && !isServer(file) && !isTest(file) && !['routes', 'application'].includes(folderOf(file)),
);

describe('the folders', () => {
	test('each stands in the order', () => {
		const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
		expect(folders.map(({ name }) => name).filter((name) => rank(name) < 0)).toEqual([]);
	});

	test('a folder imports itself and folders before it', () => {
		const wrong = src
			.filter(({ path: file }) => !isTest(file))
			.flatMap(({ path: file, text }) =>
				imports(text)
					.map((specifier) => target(file, specifier))
					.filter((to) => to?.startsWith('src/') && rank(folderOf(to)) > rank(folderOf(file)))
					.map((to) => `${file} imports ${to}`),
			);
		expect(wrong).toEqual([]);
	});

	test('imports are #folder/file.ts or ./file.ts, with the ending, never ../, never through an index', () => {
		const wrong = all.flatMap(({ path: file, text }) =>
			imports(text)
				.filter((specifier) => {
					if (specifier.startsWith('../'))
						return file.startsWith('src/') ? !(isTest(file) && specifier.includes('/tests/support/')) : false;
					if (specifier.startsWith('./$types') || !/^[#.]/.test(specifier)) return false;
					return !/\.(ts|mjs|js|svelte|css|json|wasm)$/.test(specifier) || /(^|\/)index\.ts$/.test(specifier);
				})
				.map((specifier) => `${file}: ${specifier}`),
		);
		expect(wrong).toEqual([]);
	});

	test('platform and ui know no word of the trade', () => {
		const wrong = src
			.filter(
				({ path: file }) =>
					['platform', 'ui'].includes(folderOf(file)) && !isTest(file) && !(inSrc(file) in vocabulary.domainWordsIn),
			)
			.flatMap(({ path: file, text }) => {
				const said = new Set(words(code(text).replaceAll('pg_stat_activity', '')));
				return vocabulary.domainWords.filter((word) => said.has(word)).map((word) => `${file}: ${word}`);
			});
		expect(wrong).toEqual([]);
	});
});

describe('the files', () => {
	test('a capability holds the kinds of files everybody knows, or says why it has another', () => {
		const known =
			/^(README\.md|model\.ts|input\.ts|(store|actions|jobs)\.server\.ts|[A-Z][A-Za-z]+\.svelte|[a-z]+(\.server)?(\.db|\.property)?\.test\.ts)$/;
		const capabilities = house.order.filter(
			(folder) => !['platform', 'i18n', 'ui', 'routes', 'application'].includes(folder),
		);
		const present = capabilities.flatMap((folder) =>
			readdirSync('src').includes(folder) ? files(`src/${folder}`).map(inSrc) : [],
		);
		expect(
			present.filter((file) => !known.test(file.slice(file.indexOf('/') + 1)) && !(file in house.moreFiles)),
		).toEqual([]);
		expect(Object.keys(house.moreFiles).filter((file) => !present.includes(file))).toEqual([]);
	});

	test('each capability says in its README what it is for', () => {
		const silent = house.order
			.filter(
				(folder) =>
					!['platform', 'i18n', 'ui', 'routes', 'application'].includes(folder) && readdirSync('src').includes(folder),
			)
			.filter((folder) => !readdirSync(`src/${folder}`).includes('README.md'));
		expect(silent).toEqual([]);
	});

	test('a file is short enough to be read', () => {
		const limit = (file: string): number => {
			if (/\+page\.server\.ts$/.test(file)) return 60;
			if (/\+page\.svelte$/.test(file)) return 120;
			return file.endsWith('.svelte') ? 300 : 400;
		};
		const long = all.filter(({ path: file, lines }) => !file.endsWith('platform/schema.ts') && lines > limit(file));
		expect(long.map(({ path: file, lines }) => `${file}: ${lines}`)).toEqual([]);
	});

	test('a name says what it is', () => {
		const empty = (name: string): boolean => words(name).some((word) => vocabulary.emptyWords.includes(word));
		// Inside a sentence such as "why too old" these two say something.
		const saying = (name: string): boolean => words(name).some((word) => ['old', 'new'].includes(word));
		const ownPages = ['src', 'scripts', 'tests', 'bench', 'db', 'docs'].flatMap(files);
		const names = ownPages.filter((file) => file.split('/').some(empty) && !(file in vocabulary.givenNames));
		// Addresses such as programmes/new read as people say them.
		expect(names.filter((file) => !/^src\/routes\/.*\/new\/\+/.test(file))).toEqual([]);
		const exported = all.flatMap(({ path: file, text }) =>
			[...code(text).matchAll(/^export (?:async )?(?:const|function|class|type) (\w+)/gm)]
				.map((match) => match[1] ?? '')
				.filter((name) => empty(name) && !saying(name))
				.map((name) => `${file}: ${name}`),
		);
		expect(exported).toEqual([]);
	});
});

describe('pure files', () => {
	test('import pure files and the parsing libraries only', () => {
		const wrong = pure
			.filter(({ path: file }) => file !== 'src/platform/schema.ts')
			.flatMap(({ path: file, text }) =>
				imports(text)
					.filter((specifier) => {
						const to = target(file, specifier);
						if (to) return isServer(to) || to.endsWith('.svelte');
						const where = house.purePackages[specifier];
						return !where?.some((place) => place === '*' || place === inSrc(file));
					})
					.map((specifier) => `${file}: ${specifier}`),
			);
		expect(wrong).toEqual([]);
	});

	test('know neither clock nor chance', () => {
		const wrong = pure.filter(
			({ path: file, text }) =>
				!(inSrc(file) in house.unpure) &&
				/new Date\(\)|Date\.now\(|Math\.random\(|Temporal\.Now|crypto\.|process\.|globalThis\b/.test(code(text)),
		);
		expect(wrong.map(({ path: file }) => file)).toEqual([]);
	});

	test('server files are imported by server files, pages on the server, hooks, scripts and tests only', () => {
		const mayAsk = (file: string): boolean =>
			isServer(file) || isPage(file) || isTest(file) || !file.startsWith('src/') || file.endsWith('.d.ts');
		const wrong = src
			.filter(({ path: file }) => !mayAsk(file))
			.flatMap(({ path: file, text }) =>
				imports(text)
					.filter((specifier) => isServer(specifier))
					.map((specifier) => `${file}: ${specifier}`),
			);
		expect(wrong).toEqual([]);
	});
});

describe('queries', () => {
	const holdsQueries = (file: string): boolean =>
		file.endsWith('/store.server.ts') ||
		folderOf(file) === 'platform' ||
		inSrc(file) in house.queriesElsewhere ||
		isTest(file);

	test('stand in stores and in the platform only', () => {
		const wrong = src.filter(
			({ path: file, text }) =>
				!holdsQueries(file) &&
				(imports(text).some((specifier) => /^(kysely|postgres|pg)(\/|$)|^kysely-/.test(specifier)) ||
					/\.(selectFrom|insertInto|updateTable|deleteFrom|mergeInto)\(|\bsql`/.test(code(text))),
		);
		expect(wrong.map(({ path: file }) => file)).toEqual([]);
		expect(
			Object.keys(house.queriesElsewhere).filter((file) => !src.some((source) => inSrc(source.path) === file)),
		).toEqual([]);
	});

	test('one function sets the context of row-level security', () => {
		const setting = /set_config\(|set (?:local |session )?(?:role|kambana\.)/i;
		const wrong = all.filter(
			({ path: file, text }) =>
				!isTest(file) &&
				!/^(?:tests|bench)\//.test(file) &&
				!house.setsContext.includes(file) &&
				setting.test(code(text)),
		);
		expect(wrong.map(({ path: file }) => file)).toEqual([]);
	});

	test('each table has one capability that writes it', () => {
		const created = sources(['db/migrations'], ['.sql']).flatMap(({ text }) =>
			[...text.matchAll(/^create table (?:if not exists )?(?:public\.)?(\w+)\b(?!\.)/gm)].map(
				(match) => match[1] ?? '',
			),
		);
		const dropped = sources(['db/migrations'], ['.sql']).flatMap(({ text }) =>
			[...text.matchAll(/^drop table ([\w, ]+);/gm)].flatMap((match) => (match[1] ?? '').split(', ')),
		);
		expect(created.filter((table) => !dropped.includes(table) && !(table in house.owners))).toEqual([]);
		expect(Object.keys(house.owners).filter((table) => !created.includes(table))).toEqual([]);
	});

	test('a table is written by the store of its own capability only', () => {
		const writing =
			/\.(?:insertInto|updateTable|deleteFrom|mergeInto)\(\s*['"`](\w+)|\b(?:insert into|delete from|merge into) (\w+)|\bupdate (\w+)\s+set\b/gi;
		const wrong = all
			.filter(({ path: file }) => !isTest(file) && !file.startsWith('bench/') && !file.startsWith('tests/'))
			.flatMap(({ path: file, text }) =>
				[...code(text).matchAll(writing)]
					.map((match) => (match[1] ?? match[2] ?? match[3] ?? '').toLowerCase())
					.filter((table) => table in house.owners && house.owners[table] !== folderOf(file))
					.map((table) => `${file} writes ${table}`),
			);
		expect(wrong).toEqual([]);
	});

	test('figures read views of the schema reporting', () => {
		const wrong = src
			.filter(({ path: file }) => file.startsWith('src/figures/') && isServer(file) && !isTest(file))
			.flatMap(({ path: file, text }) =>
				[...code(text).matchAll(/\.(?:selectFrom|innerJoin|leftJoin)\(\s*['"`](\w+)(?!\w*\.)/g)]
					.filter((match) => (match[1] ?? '') in house.owners)
					.map((match) => `${file} reads ${match[1]}`),
			);
		expect(wrong).toEqual([]);
	});
});

describe('routes', () => {
	type Verbs = Set<string>;
	/** The names of the form actions of a page: the keys of `actions`, one tab deep. */
	const actionsIn = (text: string): string[] => {
		const body = /^export const actions\b[^{]*\{\n([\s\S]*?)^\}/m.exec(text)?.[1] ?? '';
		return [...body.matchAll(/^\t(?:async )?(\w+)\s*[:(,]/gm)].map((match) => match[1] ?? '');
	};
	const found = new Map<string, Verbs>();
	for (const { path: file, text } of src.filter((source) =>
		/\/\+(page\.svelte|page\.server\.ts|server\.ts)$/.test(source.path),
	)) {
		const id = path.posix.dirname(file).replace(/^src\/routes/, '') || '/';
		const verbs: Verbs = found.get(id) ?? new Set();
		if (file.endsWith('+server.ts'))
			for (const match of text.matchAll(/^export (?:const|(?:async )?function) ([A-Z]+)\b/gm))
				verbs.add(match[1] ?? '');
		else verbs.add('GET');
		for (const name of actionsIn(text)) verbs.add(name === 'default' ? 'POST' : `?/${name}`);
		found.set(id, verbs);
	}

	test('every route is in the table of access with its verbs, and the table has no line without a route', () => {
		const asTable = (verbs: Iterable<string>): string => [...verbs].sort().join(' ');
		const real = Object.fromEntries([...found].map(([id, verbs]) => [id, asTable(verbs)]));
		const written = Object.fromEntries(Object.entries(access).map(([id, verbs]) => [id, asTable(Object.keys(verbs))]));
		expect(written).toEqual(real);
	});

	test('below a committee every right is a seat’s; what is public only reads', () => {
		const wrong = Object.entries(access).filter(
			([id, verbs]) =>
				(id.includes('/desk/[committee]') && Object.values(verbs).some((rule) => typeof rule === 'string')) ||
				(verbs.GET === 'public' && (!id.includes('/(public)') || Object.keys(verbs).length > 1)),
		);
		expect(wrong).toEqual([]);
	});

	test('nothing imports routes, and no page fetches from our own server', () => {
		const wrong = src.filter(
			({ path: file, text }) =>
				imports(text).some((specifier) => specifier.startsWith('#routes')) ||
				(folderOf(file) === 'routes' && /\bfetch\(/.test(code(text))),
		);
		expect(wrong.map(({ path: file }) => file)).toEqual([]);
	});

	test('every page goes without script', () => {
		const wrong = src.filter(
			({ path: file, text }) => file.endsWith('.svelte') && /\son[a-z]+=|\buse:|\bbind:|onMount|\$effect\b/.test(text),
		);
		expect(wrong.map(({ path: file }) => file)).toEqual([]);
	});
});
