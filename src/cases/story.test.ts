import { describe, expect, test } from 'vitest';
import { readText } from './actions.server.ts';
import { mistakeText } from './naming.ts';
import { type Mistake, readStory } from './story.ts';

const head = `# title: Provë
# about: Një fjali.
# audience: adults
# answers: 2, 4
# minutes: 20
# content_note: Asgjë e rëndë.
# question: Pse?
# note: Dëgjoni.

`;
const ending = (name: string) => `=== ${name} ===\n# helps: Fol me dikë.\nFundi.\n-> END\n`;
const mistakesIn = (source: string): Mistake[] => {
	const read = readStory({ source });
	return read.ok ? [] : read.mistakes;
};
const said = (body: string, before = head): string[] =>
	mistakesIn(before + body).map(({ line, code, words }) => `${line} ${code} ${words?.text ?? ''}`.trim());

describe('a text that is a story', () => {
	test('becomes its scenes; ways that go on alike meet in one', () => {
		const body = `Fillimi.\n* [Majtas] -> m\n* [Djathtas] -> d\n=== m ===\n# discuss: Pse majtas?\nAty.\n* [Tutje] -> f\n=== d ===\nKëtu.\n* [Tutje] -> f\n${ending('f')}`;
		const read = readStory({ source: head + body });
		if (!read.ok) throw new Error(JSON.stringify(read.mistakes));
		const { scenes, ...rest } = read.story;
		expect(rest).toEqual({
			...{ title: 'Provë', about: 'Një fjali.', contentNote: 'Asgjë e rëndë.', audiences: ['adults'] },
			...{ answers: [2, 4], minutes: 20, questions: ['Pse?'], notes: ['Dëgjoni.'] },
		});
		expect(scenes.map(({ discuss, choices, helps }) => [discuss, choices.map(({ to }) => to), helps.length])).toEqual([
			[null, [1, 2], 0],
			['Pse majtas?', [3], 0],
			[null, [3], 0],
			[null, [], 1],
		]);
	});

	test('may remember what was chosen: what is told differently is another scene', () => {
		const body = `VAR tha = false\nFillimi.\n* [Thuaj] -> thuaj\n* [Hesht] -> f\n=== thuaj ===\n~ tha = true\n-> f\n=== f ===\n# helps: Fol.\n{tha: Mirë bëre.|Ende ka kohë.}\n-> END\n`;
		const read = readStory({ source: head + body });
		expect(read.ok && read.story.scenes.map(({ paragraphs }) => paragraphs)).toEqual([
			['Fillimi.'],
			['Mirë bëre.'],
			['Ende ka kohë.'],
		]);
	});
});

describe('a mistake is named with its line', () => {
	const cases: [string, string, string[]][] = [
		['a choice that leads nowhere', `A.\n* [X] -> askund\n* [Y] -> f\n${ending('f')}`, ['11 unknown_target askund']],
		['a story that stops', `A.\n* [X] -> m\n=== m ===\nMes.\n`, ['13 loose_end']],
		['a part that nobody reaches', `A.\n* [X] -> f\n=== m ===\nMes.\n-> f\n${ending('f')}`, ['12 unreachable m']],
		[
			'a circle',
			`-> a\n=== a ===\nA.\n+ [X] -> m\n=== m ===\nMes.\n+ [Prapa] -> a\n+ [Y] -> f\n${ending('f')}`,
			['11 loop A.'],
		],
		['an ending without help', `A.\n* [X] -> m\n=== m ===\nMes.\n-> END\n`, ['12 ending_without_help']],
		[
			'help before the ending',
			`A.\n* [X] -> m\n=== m ===\n# helps: Fol.\nMes.\n* [Y] -> f\n${ending('f')}`,
			['12 help_before_ending'],
		],
		['no choice', `A.\n-> END\n`, ['1 no_choice']],
		['two choices alike', `A.\n* [X] -> f\n* [X] -> f\n${ending('f')}`, ['1 same_choice X']],
		[
			'a word of the head that nobody knows',
			`A.\n* [X] -> m\n=== m ===\n# discus: Pse?\nMes.\n* [Y] -> f\n${ending('f')}`,
			['13 tag_unknown discus'],
		],
		['a note to oneself', `TODO: shkruaj\nA.\n* [X] -> f\n${ending('f')}`, ['10 todo']],
		['a scene without text', `A.\n* [X] -> m\n=== m ===\n* [Y] -> f\n${ending('f')}`, ['12 empty_scene']],
		['another file', `INCLUDE tjeter.ink\nA.\n* [X] -> f\n${ending('f')}`, ['10 code_in_text INCLUDE']],
		['a phone number', `A. Telefono 116 006.\n* [X] -> f\n${ending('f')}`, ['10 number_in_text 116 006']],
		[
			'a mobile number',
			`A. Telefono +355 69 12 34 567.\n* [X] -> f\n${ending('f')}`,
			['10 number_in_text +355 69 12 34 567'],
		],
		['a shelter', `A. Shko te strehëza.\n* [X] -> f\n${ending('f')}`, ['10 shelter_named']],
		['a hurtful word', `A gypsy.\n* [X] -> f\n${ending('f')}`, ['10 wounding_word gypsy']],
	];
	test.each(cases)('%s', (_, body, expected) => {
		expect(said(body)).toEqual(expected);
	});

	test('a line that ink does not understand', () => {
		expect(said(`A {x.\n* [X] -> f\n${ending('f')}`)[0]).toMatch(/^10 not_understood Expected/);
	});

	test('what is missing or wrong at the head', () => {
		const body = `A.\n* [X] -> f\n${ending('f')}`;
		expect(said(body, '')).toEqual(
			['title', 'about', 'audience', 'answers', 'minutes', 'content_note', 'question', 'note'].map(
				(name) => `1 tag_missing ${name}`,
			),
		);
		const wrong = head
			.replace('adults', 'kids')
			.replace('2, 4', '2, 9')
			.replace('20', 'many')
			.replace('# note', '# nota');
		expect(said(body, wrong)).toEqual([
			'1 tag_missing note',
			'3 tag_value audience',
			'4 tag_value answers',
			'5 tag_value minutes',
			'8 tag_unknown nota',
		]);
		expect(said(body, `# title: Dy\n${head}`)).toEqual(['2 tag_twice title']);
	});

	test('in both languages, with a remedy', () => {
		const [mistake] = mistakesIn(`${head}A.\n* [X] -> m\n=== m ===\nMes.\n-> END\n`);
		if (!mistake) throw new Error('no mistake');
		expect(mistakeText('en', mistake)).toEqual({
			wrong: 'The ending does not say what helps.',
			remedy: 'Add # helps: at the top of the scene. No ending is a punishment.',
		});
		expect(mistakeText('sq', mistake).remedy).toContain('Shtoni # helps:');
	});
});

describe('a text built to be too much', () => {
	test('is refused by its size', () => {
		expect(said('x'.repeat(40_000), '')).toEqual(['1 too_large']);
	});

	test('is refused by its ways, its scenes and its depth', () => {
		const chain = (n: number, choices: string[]) =>
			Array.from(
				{ length: n },
				(_, i) => `=== k${i} ===\nSkena ${i}.\n${choices.map((c) => `* [${c}] -> k${i + 1}`).join('\n')}\n`,
			).join('');
		expect(said(`-> k0\n${chain(9, ['A', 'B', 'C', 'D'])}${ending('k9')}`)).toEqual(['1 too_many_ways']);
		expect(said(`-> k0\n${chain(13, ['A'])}${ending('k13')}`)).toEqual(['47 too_deep']);
		const wide = Array.from({ length: 4 }, (_, a) =>
			[`=== k${a} ===\nK${a}.\n`, ...Array.from({ length: 4 }, (_, b) => `* [${b}] -> k${a}${b}\n`)].join(''),
		);
		const leaves = Array.from({ length: 16 }, (_, n) => {
			const name = `k${Math.floor(n / 4)}${n % 4}`;
			return `=== ${name} ===\nL${n}.\n* [P] -> ${name}p\n* [Q] -> ${name}q\n=== ${name}p ===\n# helps: h${n}\nP${n}.\n-> END\n=== ${name}q ===\n# helps: h${n}\nQ${n}.\n-> END\n`;
		});
		const start = `A.\n${[0, 1, 2, 3].map((n) => `* [${n}] -> k${n}\n`).join('')}`;
		expect(said(start + wide.join('') + leaves.join(''))).toEqual(['1 too_long']);
	});

	test('that runs for ever harms only its thread', async () => {
		const started = performance.now();
		const read = await readText(`${head}-> a\n=== a ===\n-> b\n=== b ===\n-> a\n`, { timeoutMs: 3000 });
		expect(read).toEqual({ ok: false, mistakes: [{ line: 1, code: 'too_slow' }] });
		console.info(`a text that runs for ever: stopped after ${Math.round(performance.now() - started)} ms`);
		expect((await readText(`${head}A.\n* [X] -> f\n${ending('f')}`)).ok).toBe(true);
	});
});
