import { parse } from 'svelte/compiler';
import { describe, expect, test } from 'vitest';
import en from '#i18n/messages/en.json' with { type: 'json' };
import sq from '#i18n/messages/sq.json' with { type: 'json' };
import { markless } from './support/marks.ts';
import { code, sources } from './support/sources.ts';

type Message = string | { one: string; other: string };
const catalogues: Record<'sq' | 'en', Record<string, Message>> = { sq, en };
const forms = (message: Message): string[] => (typeof message === 'string' ? [message] : [message.one, message.other]);
const texts = (locale: 'sq' | 'en'): [key: string, text: string][] =>
	Object.entries(catalogues[locale]).flatMap(([key, message]) =>
		forms(message).map((text): [string, string] => [key, text]),
	);
const everyText = [...texts('sq'), ...texts('en')];
const places = (text: string): string[] =>
	[...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''))].sort();

describe('the message files', () => {
	test('have the same keys, in the order of the alphabet', () => {
		expect(Object.keys(en)).toEqual(Object.keys(sq));
		expect(Object.keys(sq)).toEqual(Object.keys(sq).sort());
	});

	test('name the same words to fill in, and have the same forms', () => {
		const differing = Object.keys(sq).filter((key) => {
			const [here, there] = [catalogues.sq[key] ?? '', catalogues.en[key] ?? ''];
			const words = (message: Message): string[] => [...new Set(forms(message).flatMap(places))].sort();
			return typeof here !== typeof there || words(here).join() !== words(there).join();
		});
		expect(differing).toEqual([]);
	});

	test('quote as their language does: «Nuk je vetëm», “You are not alone”', () => {
		// An English text may show what is written in Albanian.
		const wrong = [
			...texts('sq').filter(([, text]) => /[„“”"]/.test(text)),
			...texts('en').filter(([, text]) => /[„"]/.test(text)),
		];
		expect(wrong.map(([key]) => key)).toEqual([]);
	});

	test('a plural has both forms', () => {
		const wrong = Object.entries({ ...sq, ...en }).filter(
			([, message]) => typeof message !== 'string' && Object.keys(message).sort().join() !== 'one,other',
		);
		expect(wrong.map(([key]) => key)).toEqual([]);
	});

	test('no text is empty, and none is the same word for word in both languages by oversight', () => {
		// Parts of the announcement's sentences begin where the sentence goes on.
		const padded = (key: string, text: string): boolean =>
			key.startsWith('draft.') ? text !== text.trimEnd() : text !== text.trim();
		expect(
			everyText
				.filter(([key, text]) => text.trim() === '' || padded(key, text) || text.includes('  '))
				.map(([key]) => key),
		).toEqual([]);
		const same = Object.keys(sq).filter((key) => {
			const [here = ''] = forms(catalogues.sq[key] ?? '');
			return (
				JSON.stringify(catalogues.sq[key]) === JSON.stringify(catalogues.en[key]) &&
				here
					.replace(/\{\w+\}/g, '')
					.split(/\s+/)
					.filter((word) => /\p{L}{3}/u.test(word)).length > 2
			);
		});
		expect(same).toEqual([]);
	});

	test('are typeset: no straight quotes, no long dash, no three dots', () => {
		const wrong = everyText.filter(([, text]) => /["']|—|\.\.\.|``|''|\s[,;:!?](?!\S)/.test(text));
		expect(wrong).toEqual([]);
	});

	test('call nobody by a name that wounds', () => {
		const wounding = /\b(cigan|evgjit|arixhi|magjup|gabel|jevg|gyps(y|ies)|prostitut|whore|illegal (im)?migrant)/i;
		expect(everyText.filter(([, text]) => wounding.test(text))).toEqual([]);
	});

	test('hold no help number: a number shown is a number checked, and those are records', () => {
		expect(everyText.filter(([, text]) => /\b116\s?\d{3}\b|\b0800\b|\b(112|127|128|129|192)\b/.test(text))).toEqual([]);
	});

	test('Albanian is written with its marks', () => {
		const bare = texts('sq').flatMap(([key, text]) => {
			const words =
				text
					.replace(/\{\w+\}/g, ' ')
					.toLowerCase()
					.match(/[\p{L}]+/gu) ?? [];
			return words.filter((word) => word in markless).map((word) => `${key}: ${word} → ${markless[word]}`);
		});
		// "te" is a word ("te mësuesi"), but never before these.
		const article = texts('sq').filter(([, text]) =>
			/\bte (gjith|tjer|dhën|mos |jetë|ketë|hapur|re\b|reja|parë|dy\b|tre\b|cil|mbyllur|planifikuar)/i.test(text),
		);
		expect([...bare, ...article]).toEqual([]);
	});

	test('Albanian addresses people as "ju"', () => {
		const informal = /\b(shkruaj|zgjidh|kliko|provo|kthehu|hap ti|do të duash)\b/i;
		expect(texts('sq').filter(([key, text]) => informal.test(text) && !key.startsWith('answer.'))).toEqual([]);
	});
});

describe('the keys', () => {
	const written = sources(['src', 'scripts'], ['.ts', '.svelte', '.mjs']).filter(
		({ path }) => !path.includes('/messages/'),
	);
	const all = written.map(({ text }) => text).join('\n');
	/** Keys put together from a fixed beginning and a value of the model: `state.${state}`. */
	const patterns = [
		...all.matchAll(/`([a-z][a-z_0-9]*\.[a-z_0-9.]*)\$\{[^}`]*\}((?:\.[a-z_0-9.]+)?)(?:\$\{[^}`]*\})?`/g),
	].map(
		([, start = '', end = '']) =>
			new RegExp(`^${start.replaceAll('.', '\\.')}[a-z0-9_]+(\\.[a-z0-9_]+)?${end.replaceAll('.', '\\.')}$`),
	);

	test('every key is used', () => {
		const quoted = new Set([...all.matchAll(/['"`]([\w.]+)(?=['"`])/g)].map(([, text]) => text));
		const unused = Object.keys(sq).filter((key) => !quoted.has(key));
		expect(unused.filter((key) => !patterns.some((pattern) => pattern.test(key)))).toEqual([]);
	});

	test('every key that is used exists', () => {
		const asked = [...all.matchAll(/\bt\(\s*(?:locale,\s*)?'([^']+)'/g)].map((match) => match[1] ?? '');
		expect(asked.filter((key) => !(key in sq))).toEqual([]);
		expect(asked.length).toBeGreaterThan(100);
	});
});

test('no space is lost at the edge of a block: the compiler drops it, and words run together', () => {
	const edges = [/\S\{(?:#if|:else)(?:\{[^}]*\}|[^{}])*\} +\S/, /\S +\{\/(?:if|each)\}\S/];
	const lost = sources(['src'], ['.svelte']).flatMap(({ path, text }) =>
		text
			.split('\n')
			.filter((line) => edges.some((edge) => edge.test(line)))
			.map((line) => `${path}: ${line.trim()}`),
	);
	expect(lost).toEqual([]);
});

describe('text stands in the message files only', () => {
	type Node = Record<string, unknown> & { type: string };
	const isNode = (value: unknown): value is Node =>
		typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
	const visible = new Set([
		'alt',
		'title',
		'aria-label',
		'aria-description',
		'placeholder',
		'label',
		'summary',
		'content',
	]);
	const readable = (text: unknown): text is string =>
		typeof text === 'string' &&
		text !== 'true' &&
		!text.includes('://') &&
		/\p{L}{2}/u.test(text.replace(/\bKambana\b|npm run kambana -- [\w ]+/g, ''));

	/** Texts of a template that no message file holds. */
	function literals(value: unknown, inExpression: boolean, found: string[]): void {
		if (Array.isArray(value)) return value.forEach((item) => literals(item, inExpression, found));
		if (!isNode(value)) return;
		if (value.type === 'Text') {
			if (readable(value.data)) found.push(String(value.data).trim());
			return;
		}
		if (value.type === 'Attribute') {
			if (visible.has(String(value.name))) literals(value.value, true, found);
			return;
		}
		if (inExpression && value.type === 'Literal' && readable(value.value)) found.push(String(value.value));
		if (inExpression && value.type === 'TemplateElement' && readable((value.value as { cooked: string }).cooked))
			found.push((value.value as { cooked: string }).cooked);
		// What is handed to a function or compared is a key or a code, not a text.
		if (['CallExpression', 'MemberExpression', 'BinaryExpression', 'SnippetBlock'].includes(value.type) && inExpression)
			return;
		for (const [key, child] of Object.entries(value)) {
			if (['start', 'end', 'loc', 'name_loc', 'metadata', 'css', 'options', 'test', 'context', 'key'].includes(key))
				continue;
			if (value.type === 'IfBlock' && key === 'test') continue;
			if (value.type === 'EachBlock' && key === 'expression') continue;
			literals(child, inExpression || value.type === 'ExpressionTag', found);
		}
	}
	const templates = sources(['src'], ['.svelte']);

	test.each(templates.map((source) => [source.path, source.text]))('%s', (_path, text) => {
		const { fragment } = parse(text, { modern: true });
		const found: string[] = [];
		literals(fragment, false, found);
		expect(found).toEqual([]);
	});

	test('the look stands in style sheets: no style attribute', () => {
		const styled = templates.filter(({ text }) =>
			/\sstyle(:[a-z-]+)?=/.test(text.replace(/<style[\s\S]*<\/style>/, '')),
		);
		expect(styled.map(({ path }) => path)).toEqual([]);
	});

	test('no Albanian sentence in code, except where files and documents are read or written in it', () => {
		const allowed = [
			/\.test\.ts$/, // examples
			/^src\/(planning|partners|places)\/\w+\.ts$/, // words of spreadsheets and signs of kinds
			/^src\/announcements\//, // the prose of the announcement
			/^src\/i18n\/(locales|search)\.ts$/,
			/^src\/demonstration\//,
		];
		const speaking = sources(['src'], ['.ts'])
			.filter(({ path }) => !allowed.some((pattern) => pattern.test(path)))
			.filter(({ text }) => /['"`][^'"`\n]*[ëçËÇ][^'"`\n]*['"`]/.test(code(text)));
		expect(speaking.map(({ path }) => path)).toEqual([]);
	});
});

test('no committed file tells of the folder the project was made in', () => {
	const telling = sources(
		['src', 'scripts', 'tests', 'bench', 'docs', 'db/migrations', '.ci'].filter((folder) => folder !== '.ci'),
		['.ts', '.mjs', '.svelte', '.md', '.sql', '.css', '.html'],
	)
		.concat(sources(['db'], ['.md', '.json', '.csv']))
		.filter(({ path }) => path !== 'tests/texts.test.ts')
		.filter(({ text }) =>
			/\/work\/|(^|[\s"'`(/.])shared\/(facts|design|source|product|architecture|spike|README)/m.test(text),
		);
	expect(telling.map(({ path }) => path)).toEqual([]);
});
