import { Compiler, CompilerOptions, type Story as InkStory } from 'inkjs/full';
import { harmsIn } from './harm.ts';
import { readHeader } from './header.ts';
import { letters, type Scene, type Story } from './model.ts';

/** An author's slip: where it stands, what is wrong (`case.mistake.<code>`) and what to write instead (`case.remedy.<code>`). */
export type Mistake = { line: number; code: MistakeCode; words?: Record<string, string | number> };
export type MistakeCode =
	| 'too_large'
	| 'too_slow'
	| 'not_understood'
	| 'unknown_target'
	| 'loose_end'
	| 'todo'
	| 'tag_missing'
	| 'tag_unknown'
	| 'tag_twice'
	| 'tag_value'
	| 'no_choice'
	| 'unreachable'
	| 'loop'
	| 'too_long'
	| 'too_deep'
	| 'too_many_ways'
	| 'too_many_choices'
	| 'same_choice'
	| 'empty_scene'
	| 'ending_without_help'
	| 'help_before_ending'
	| 'code_in_text'
	| 'number_in_text'
	| 'shelter_named'
	| 'wounding_word'
	| 'blaming';

/** A story stays small enough to be talked through; beyond that it is refused before it costs anything. */
export const limits = { characters: 30_000, scenes: 40, ways: 400, choices: 12 } as const;

export type Read = { ok: true; story: Story } | { ok: false; mistakes: Mistake[] };

/**
 * Reads an author's text in ink. Every way through the story is walked once, so what comes out is finite and has no dead end. A text
 * can be written to run for ever: strangers' texts are read beside the server (`platform/offload`).
 */
export function readStory({ source }: { source: string }): Read {
	if (source.length > limits.characters)
		return {
			ok: false,
			mistakes: [{ line: 1, code: 'too_large', words: { n: source.length, most: limits.characters } }],
		};
	const refused = refusedLines(source);
	if (refused.length > 0) return { ok: false, mistakes: refused };
	const mistakes = harmsIn(source);
	const header = readHeader(source, mistakes);
	const ink = compile(source, mistakes);
	if (!ink) return { ok: false, mistakes: inOrder(mistakes) };
	const scenes = new Walk(source, ink, mistakes).scenes();
	if (!header || mistakes.length > 0) return { ok: false, mistakes: inOrder(mistakes) };
	return { ok: true, story: { ...header, scenes } };
}

const inOrder = (mistakes: readonly Mistake[]): Mistake[] => {
	const known = new Set<string>();
	return mistakes
		.toSorted((one, other) => one.line - other.line)
		.filter((mistake) => {
			const key = JSON.stringify(mistake);
			return !known.has(key) && known.add(key);
		})
		.slice(0, 30);
};

/** Other files, and functions of the program around a story: a case needs neither. */
const refusedLines = (source: string): Mistake[] =>
	source.split('\n').flatMap((text, index): Mistake[] => {
		const found = /^\s*(INCLUDE|EXTERNAL)\b/.exec(text);
		return found ? [{ line: index + 1, code: 'code_in_text', words: { text: found[1] ?? '' } }] : [];
	});

/** Turns what the compiler of ink says into mistakes; undefined when there is nothing to walk through. */
function compile(source: string, mistakes: Mistake[]): InkStory | undefined {
	let said = 0;
	const hear = (message: string, kind?: number): void => {
		said++;
		const [, line = '1', text = message] = /line (\d+): ([\s\S]*)/.exec(message) ?? [];
		// Ink calls a note of the author to himself an error of kind 0.
		if (kind === 0) mistakes.push({ line: Number(line), code: 'todo' });
		else mistakes.push(mistakeFrom(Number(line), text.trim()));
	};
	try {
		const ink = new Compiler(source, new CompilerOptions(null, [], true, hear)).Compile();
		return said > 0 ? undefined : ink;
	} catch (fault) {
		// The compiler throws after it has said what is wrong; a fault without a word of it is told as it is.
		if (said === 0) hear(fault instanceof Error ? fault.message : String(fault));
		return undefined;
	}
}

function mistakeFrom(line: number, text: string): Mistake {
	const target = /target not found: '(?:->\s*)?([^']+)'/i.exec(text)?.[1];
	if (target) return { line, code: 'unknown_target', words: { text: target } };
	if (/loose end|run out of content|ran out of content/i.test(text)) return { line, code: 'loose_end' };
	return { line, code: 'not_understood', words: { text: text.slice(0, 200) } };
}

/** Ends a walk that would go on for too long. */
class TooMuch extends Error {}

type Moment = { state: string; knots: Map<string, number> };

/** One walk through every way of a story. */
class Walk {
	readonly #ink: InkStory;
	readonly #mistakes: Mistake[];
	readonly #lines: readonly string[];
	/** The parts of the text (`=== name ===`) with their lines, and which of them were seen. */
	readonly #knots: Map<string, number>;
	readonly #seen = new Set<string>();
	readonly #scenes = new Map<string, { index: number; scene: Scene }>();
	#ways = 0;

	constructor(source: string, ink: InkStory, mistakes: Mistake[]) {
		this.#ink = ink;
		this.#mistakes = mistakes;
		this.#lines = source.split('\n');
		this.#knots = new Map(
			this.#lines.flatMap((line, index) => {
				const name = /^\s*={2,}\s*(\w+)\s*(?:=*)\s*$/.exec(line)?.[1];
				return name ? [[name, index + 1] as const] : [];
			}),
		);
		ink.onError = (message) => this.#mistakes.push(mistakeFrom(this.#lineOf(''), String(message)));
	}

	/** From the beginning, in the order in which a reader may come to them. */
	scenes(): Scene[] {
		try {
			const first = this.#visit(null, 0, new Set());
			this.#findUnreached();
			if (this.#mistakes.length > 0) return [];
			return this.#numbered(first);
		} catch (fault) {
			if (fault instanceof TooMuch) return [];
			const message = fault instanceof Error ? fault.message : String(fault);
			this.#mistakes.push(mistakeFrom(Number(/line (\d+)/.exec(message)?.[1] ?? 1), message));
			return [];
		}
	}

	#refuse(line: number, code: MistakeCode, words?: Mistake['words']): void {
		this.#mistakes.push({ line, code, ...(words ? { words } : {}) });
	}

	/** Reads on from where the story stands, then every choice. The index of the scene among those found so far. */
	#visit(before: Moment | null, depth: number, above: ReadonlySet<string>): number {
		if (++this.#ways > limits.ways) return this.#stop('too_many_ways', { most: limits.ways });
		const scene: Scene = { paragraphs: [], discuss: null, choices: [], helps: [] };
		this.#readOn(scene, before === null);
		const knots = new Map(
			[...this.#knots.keys()].map((name) => [name, this.#ink.state.VisitCountAtPathString(name) ?? 0]),
		);
		for (const [name, visits] of knots) if (visits > 0) this.#seen.add(name);
		const entered = [...knots].filter(([name, visits]) => visits > (before?.knots.get(name) ?? 0)).at(-1)?.[0] ?? '';
		const line = this.#lineOf(entered);
		const choices = this.#ink.currentChoices.map(({ text }) => text.trim());
		this.#examine(scene, choices, line);
		const key = JSON.stringify([scene, choices]);
		if (above.has(key)) return this.#stop('loop', { text: scene.paragraphs[0]?.slice(0, 60) ?? '' }, line);
		if (choices.length > 0 && depth >= limits.choices) return this.#stop('too_deep', { most: limits.choices }, line);
		const here: Moment = { state: this.#ink.state.ToJson(), knots };
		for (const [index, text] of choices.entries()) {
			this.#ink.state.LoadJson(here.state);
			this.#ink.ChooseChoiceIndex(index);
			scene.choices.push({ text, to: this.#visit(here, depth + 1, new Set([...above, key])) });
		}
		return this.#keep(scene);
	}

	#stop(code: MistakeCode, words: Mistake['words'], line = 1): never {
		this.#refuse(line, code, words);
		throw new TooMuch();
	}

	#readOn(scene: Scene, isFirst: boolean): void {
		while (this.#ink.canContinue) {
			const text = (this.#ink.Continue() ?? '').trim();
			if (text !== '') scene.paragraphs.push(text);
			for (const tag of this.#ink.currentTags ?? []) this.#readTag(scene, tag, isFirst);
		}
	}

	#readTag(scene: Scene, tag: string, isFirst: boolean): void {
		const [, name = '', value = ''] = /^(\w+)\s*:\s*([\s\S]*)$/.exec(tag.trim()) ?? [];
		if (name === 'discuss' && value) scene.discuss = value;
		else if (name === 'helps' && value) scene.helps.push(value);
		// What stands at the head of the text comes with its first line.
		else if (!(isFirst && this.#ink.globalTags?.includes(tag)))
			this.#refuse(this.#lineWith(`#${tag}`, tag), 'tag_unknown', { text: name || tag.slice(0, 40) });
	}

	#examine({ paragraphs, helps }: Scene, choices: readonly string[], line: number): void {
		if (choices.length === 0 && this.#ways === 1) return this.#refuse(line, 'no_choice');
		if (paragraphs.length === 0) this.#refuse(line, 'empty_scene');
		if (choices.length > letters.length - 1) this.#refuse(line, 'too_many_choices', { most: letters.length - 1 });
		const twice = choices.find((text, index) => text === '' || choices.indexOf(text) !== index);
		if (twice !== undefined) this.#refuse(line, 'same_choice', { text: twice });
		if (choices.length === 0 && helps.length === 0) this.#refuse(line, 'ending_without_help');
		if (choices.length > 0 && helps.length > 0) this.#refuse(line, 'help_before_ending');
	}

	/** Two ways that go on alike from here meet in one scene. */
	#keep(scene: Scene): number {
		const key = JSON.stringify(scene);
		const known = this.#scenes.get(key);
		if (known) return known.index;
		const index = this.#scenes.size;
		if (index >= limits.scenes) return this.#stop('too_long', { most: limits.scenes });
		this.#scenes.set(key, { index, scene });
		return index;
	}

	#findUnreached(): void {
		for (const [name, line] of this.#knots)
			if (!this.#seen.has(name)) this.#refuse(line, 'unreachable', { text: name });
	}

	#numbered(first: number): Scene[] {
		const found = [...this.#scenes.values()].map(({ scene }) => scene);
		const order = [first];
		for (const index of order)
			for (const { to } of found[index]?.choices ?? []) if (!order.includes(to)) order.push(to);
		return order.flatMap((index) => {
			const scene = found[index];
			if (!scene) return [];
			return [{ ...scene, choices: scene.choices.map(({ text, to }) => ({ text, to: order.indexOf(to) })) }];
		});
	}

	#lineOf = (knot: string): number => this.#knots.get(knot) ?? 1;
	#lineWith(...texts: string[]): number {
		const index = this.#lines.findIndex((line) => texts.some((text) => line.includes(text)));
		return index < 0 ? 1 : index + 1;
	}
}
