import { type Story, type Tier, tiers } from './model.ts';
import type { Mistake } from './story.ts';

type Header = Omit<Story, 'scenes'>;
const once = ['title', 'about', 'audience', 'answers', 'minutes', 'content_note'] as const;
const several = ['question', 'note'] as const;
type Name = (typeof once)[number] | (typeof several)[number];
const longest = 600;

/** The lines `# name: value` at the head of an author's text. What is wrong with them is added to the mistakes. */
export function readHeader(source: string, mistakes: Mistake[]): Header | null {
	const before = mistakes.length;
	const found = new Map<Name, { line: number; value: string }[]>();
	for (const [index, text] of source.split('\n').entries()) {
		const line = index + 1;
		if (/^\s*(\/\/.*)?$/.test(text)) continue;
		const [, name = '', value = ''] = /^\s*#\s*(\w+)\s*:\s*(.*?)\s*$/.exec(text) ?? [];
		// The head ends with the first line of the story.
		if (!/^\s*#/.test(text)) break;
		if (!isName(name)) mistakes.push({ line, code: 'tag_unknown', words: { text: name || text.trim().slice(0, 40) } });
		else if (value === '' || value.length > longest)
			mistakes.push({ line, code: 'tag_value', words: { text: name, value: value.slice(0, 40) } });
		else if (found.has(name) && isOnce(name)) mistakes.push({ line, code: 'tag_twice', words: { text: name } });
		else found.set(name, [...(found.get(name) ?? []), { line, value }]);
	}
	for (const name of [...once, ...several])
		if (!found.has(name)) mistakes.push({ line: 1, code: 'tag_missing', words: { text: name } });
	const one = (name: Name) => found.get(name)?.[0] ?? { line: 1, value: '' };
	const all = (name: Name) => found.get(name)?.map(({ value }) => value) ?? [];
	const parts = <T>(name: Name, read: (part: string) => T | undefined): T[] => {
		const { line, value } = one(name);
		return value.split(',').flatMap((part) => {
			const known = read(part.trim());
			if (known === undefined && value !== '')
				mistakes.push({ line, code: 'tag_value', words: { text: name, value: part.trim().slice(0, 40) } });
			return known === undefined ? [] : [known];
		});
	};
	const audiences = parts('audience', (part): Tier | undefined => tiers.find((tier) => tier === part));
	const answers = parts('answers', (part) => (/^[1-5]$/.test(part) ? Number(part) : undefined));
	const [minutes = 0] = parts('minutes', (part) => (/^([5-9]|[1-8]\d|90)$/.test(part) ? Number(part) : undefined));
	if (mistakes.length > before) return null;
	return {
		...{ title: one('title').value, about: one('about').value, contentNote: one('content_note').value },
		...{ audiences, answers: [...new Set(answers)].sort(), minutes, questions: all('question'), notes: all('note') },
	};
}

const isOnce = (name: string): boolean => (once as readonly string[]).includes(name);
const isName = (name: string): name is Name => isOnce(name) || (several as readonly string[]).includes(name);
