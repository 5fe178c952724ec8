import { describe, expect, test } from 'vitest';
import { groupsOf, type Table } from '#checks/crossing.ts';
import type { Mode } from '#checks/model.ts';
import type { Audience } from '#programmes/model.ts';
import type { Answer } from '#returns/model.ts';
import { attack, loadSolver, type Target, type Told } from '../../tests/support/attack.ts';
import { binomial, chance, classShare } from '../../tests/support/chance.ts';
import { thorough } from '../../tests/support/thorough.ts';
import { type CountedClass, type KnownMode, knownOf, moments, tableOf, tablesOf } from './published.ts';
import { answerSentence, mergedSentence, publishedRows } from './telling.ts';

type Wish = {
	mode?: Mode;
	audiences?: Audience[];
	before?: number | null;
	after?: number;
	/** For each question of knowledge its answer, who was right before and after, and who left it out. */
	asked?: { answer: Answer; before?: number; after: number; leftOut?: number }[];
	isReviewed?: boolean;
};
let made = 0;
function built({
	mode = 'unpaired',
	audiences = ['pupils'],
	before = 40,
	after = 40,
	...more
}: Wish = {}): CountedClass {
	made += 1;
	return {
		...{ id: `class ${made}`, mode, number: made, audiences, people: { before, after } },
		results: (more.asked ?? [{ answer: 4, before: 12, after: 26 }]).map((one) => ({
			...{ answer: one.answer, isReviewed: more.isReviewed ?? true },
			before: before === null ? null : { count: one.before ?? 0, n: before - (one.leftOut ?? 0) },
			after: { count: one.after, n: after - (one.leftOut ?? 0) },
		})),
	};
}
const known = (...classes: CountedClass[]): KnownMode[] => tablesOf(classes).map(knownOf);
const said = (one: KnownMode | undefined) => one?.whole.answers.map((answer) => answerSentence('en', answer));

describe('what is published of a month', () => {
	test('nothing of a few people, however many questions they were asked', () => {
		const asked = ([1, 2, 3, 4, 4, 4] as const).map((answer) => ({ answer, before: 3, after: 6 }));
		const [few] = known(built({ before: 7, after: 7, asked }));
		expect(few?.whole).toMatchObject({ isHidden: true, people: { before: null, after: null } });
		expect(JSON.stringify(tablesOf([built({ before: 7, after: 7, asked })])[0]?.tables)).not.toMatch(/"about"/);
		expect(
			publishedRows('en', [few as KnownMode])
				.slice(1)
				.flat()
				.join(' '),
		).not.toMatch(/\d/);
	});

	test('nothing in hundredths of a question that fewer than ten may have answered', () => {
		const [one] = known(
			built({ asked: [{ answer: 4, before: 12, after: 26 }] }),
			built({ before: 9, after: 9, asked: [{ answer: 5, before: 3, after: 6 }] }),
		);
		expect(one?.whole.answers.map(({ answer, after }) => [answer, after !== null])).toEqual([
			[4, true],
			[5, false],
		]);
		expect(said(one)?.[1]).toBe('On “what protection the state offers” too few people were asked.');
	});

	test('in one sentence each: people where each was asked one question, else their answers', () => {
		const [one] = known(built());
		expect(said(one)).toEqual([
			'Of about 40 people, about 63 in 100 now know which number to call; before the hour, about 25 in 100.',
		]);
		const twice = [
			{ answer: 4, before: 12, after: 26 },
			{ answer: 4, before: 20, after: 30 },
		] as const;
		const [more] = known(built({ asked: [...twice] }));
		expect(said(more)).toEqual([
			'To the questions on “which number to call”, about 69 in 100 answers of about 40 people were right at the end; before the hour, about 38 in 100.',
		]);
	});

	test('modes apart; whom nobody asked before counts as asked at the end only, and confidence not at all', () => {
		const modes = known(
			...[
				built(),
				built({ mode: 'group' }),
				built({ mode: 'group', before: null }),
				built({ mode: 'after', before: null }),
			],
			built({ mode: 'paired', before: 0, after: 0 }),
			built({ mode: 'retrospective', asked: [] }),
		);
		expect(modes.map(({ mode, classes }) => [mode, classes])).toEqual([
			['unpaired', 1],
			['group', 1],
			['after', 2],
		]);
		expect(modes[2]?.whole.people).toEqual({ before: null, after: { about: 80, from: 78, to: 82 } });
	});

	test('small audiences together with others only, and says so', () => {
		const [one] = known(
			built(),
			built({ audiences: ['parents'], before: 8, after: 8, asked: [{ answer: 4, before: 2, after: 6 }] }),
			built({ audiences: ['teachers'], before: 9, after: 9, asked: [{ answer: 4, before: 3, after: 6 }] }),
		);
		expect(one?.audiences.map(({ key, isHidden }) => [key, isHidden])).toEqual([
			['pupils', false],
			['teachers', true],
			['parents', true],
		]);
		expect(mergedSentence('en', one as KnownMode)).toContain('teachers and parents');
		const rows = publishedRows('sq', [one as KnownMode]);
		expect(new Set(rows.map((row) => row.length)).size).toBe(1);
		// The whole is the sum of what was rounded, set by set.
		expect(one?.whole.people.after?.about).toBe(55);
	});

	test('says where a question waits for its review', () => {
		expect(known(built(), built({ isReviewed: false }))[0]?.isReviewed).toBe(false);
		expect(known(built())[0]?.isReviewed).toBe(true);
	});

	test('below five classes no interval but what rounding leaves open; from five on one that is no narrower', () => {
		const classes = Array.from({ length: 5 }, () => built());
		expect(known(...classes.slice(0, 4))[0]?.whole.answers[0]?.after?.interval).toBeNull();
		const after = known(...classes)[0]?.whole.answers[0]?.after;
		expect(after?.interval?.low).toBeLessThanOrEqual(after?.span.low ?? 0);
		expect(after?.interval?.high).toBeGreaterThanOrEqual(after?.span.high ?? 1);
	});

	test('its interval, worked out from rounded numbers alone, has the truth in it as often as it says', () => {
		const worlds = thorough ? 20_000 : 2_000;
		for (const { classes, others, audiences } of [
			{ classes: 5, others: 0, audiences: 1 },
			{ classes: 8, others: 0, audiences: 2 },
			{ classes: 20, others: 0, audiences: 4 },
			// Most classes of the month were asked something else.
			{ classes: 5, others: 15, audiences: 1 },
		]) {
			const random = chance(classes + others);
			const groups: Audience[] = ['pupils', 'teachers', 'parents', 'employees'];
			let covered = 0;
			for (let world = 0; world < worlds; world += 1) {
				const truth = 0.1 + 0.8 * random();
				const month = Array.from({ length: classes + others }, (_, at) => {
					const n = 15 + Math.floor(16 * random());
					const right = binomial(random, n, classShare(random, truth, 0.1));
					const audience = groups[at % audiences] ?? 'pupils';
					return built({
						...{ mode: 'after', before: null, after: n, audiences: [audience] },
						asked: [{ answer: at < classes ? 1 : 2, after: right }],
					});
				});
				const [one] = known(...month);
				const interval = one?.whole.answers.find(({ answer }) => answer === 1)?.after?.interval;
				if (!interval) throw new Error('an interval is told from five classes on');
				if (interval.low <= truth && truth <= interval.high) covered += 1;
			}
			if (thorough) console.info({ classes, others, audiences, covered: covered / worlds });
			expect(covered / worlds).toBeGreaterThan(0.93);
			expect(covered / worlds).toBeLessThan(0.97);
		}
	});

	test('where fewer than five classes were asked a question, others do not count for them', () => {
		const ofOne = built({ mode: 'after', before: null, asked: [{ answer: 4, after: 26 }] });
		const others = Array.from({ length: 19 }, () =>
			built({ mode: 'after', before: null, asked: [{ answer: 2, after: 26 }] }),
		);
		const [one] = known(ofOne, ...others);
		expect(one?.whole.answers.map(({ answer, after }) => [answer, after?.interval === null])).toEqual([
			[2, false],
			[4, true],
		]);
	});

	test('a table that was kept without the number of classes has no interval', () => {
		const [kept] = tablesOf(Array.from({ length: 6 }, () => built()));
		if (!kept) throw new Error('nothing is told');
		const without = kept.tables.map(({ questions, table }) => ({
			questions: questions.map(({ answer, moment }) => ({ answer, moment })),
			table,
		}));
		const atEnd = (tables: typeof kept.tables) => knownOf({ ...kept, tables }).whole.answers[0]?.after;
		expect(atEnd(kept.tables)?.interval).not.toBeNull();
		expect(atEnd(without)).toEqual({ ...atEnd(kept.tables), interval: null });
	});
});

/** A month as it may come: classes of all sizes and audiences, in one mode, each with questions about some of the five answers. */
function month(random: () => number, mode: Mode): CountedClass[] {
	const whole = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
	const groups: Audience[] = ['pupils', 'teachers', 'parents', 'employees', 'health_staff'];
	return Array.from({ length: whole(2, 7) }, () => {
		const n = random() < 0.5 ? whole(2, 14) : whole(10, 35);
		const after = mode === 'paired' ? n : Math.max(1, n + whole(-3, 3));
		const questions = ([1, 2, 4, 4] as const).slice(0, whole(1, 4));
		return {
			...built({ mode, before: n, after, audiences: [groups[whole(0, 4)] ?? 'pupils'] }),
			results: questions.map((answer) => {
				const part = (people: number) => {
					const asked = people - (random() < 0.3 ? whole(0, Math.min(2, people)) : 0);
					return { count: binomial(random, asked, random()), n: asked };
				};
				return { answer, isReviewed: true, before: part(n), after: part(after) };
			}),
		};
	});
}

describe('attacked', { timeout: 3_600_000 }, () => {
	test('with an integer program, no number below ten of a month is left with fewer than three possibilities', async () => {
		const highs = await loadSolver();
		const found = { worlds: 0, numbers: 0, away: [] as unknown[] };
		for (let seed = 1; found.worlds < (thorough ? 300 : 6); seed += 1) {
			const mode = (['paired', 'group'] as const)[seed % 2] ?? 'paired';
			const classes = month(chance(seed), mode);
			const [kept] = tablesOf(classes);
			for (const [at, asked] of (mode === 'paired' ? [moments] : moments.map((one) => [one])).entries()) {
				const { table } = tableOf(classes, asked);
				const published = kept?.tables[at]?.table;
				if (!published) throw new Error('not published');
				const { targets, sizeOf } = secretsOf(table);
				const away = attack(highs, { table, published, sizeOf }, targets);
				found.numbers += targets.length;
				found.away.push(...away.map((one) => ({ seed, ...one })));
			}
			found.worlds += 1;
		}
		if (thorough) console.info(found);
		expect(found.numbers).toBeGreaterThan(0);
		expect(found.away).toEqual([]);
	});

	test('by whoever reads the page: two months with the same published numbers are the same page and file', () => {
		let compared = 0;
		for (let seed = 1; seed <= 400; seed += 1) {
			const classes = month(chance(seed), 'group');
			// One answer turned from wrong to right, in the same class.
			const turned = classes.map((one, at) =>
				at > 0
					? one
					: {
							...one,
							results: one.results.map((result, question) =>
								question === 0 && result.after && result.after.count < result.after.n
									? { ...result, after: { ...result.after, count: result.after.count + 1 } }
									: result,
							),
						},
			);
			const [once, again] = [tablesOf(classes), tablesOf(turned)];
			if (JSON.stringify(once) !== JSON.stringify(again)) continue;
			compared += 1;
			expect(publishedRows('en', again.map(knownOf))).toEqual(publishedRows('en', once.map(knownOf)));
			expect(again.map(knownOf)).toEqual(once.map(knownOf));
		}
		expect(compared).toBeGreaterThan(50);
	});
});

/** Every number below ten in a table, and, told to attackers, which groups were too small to be shown. */
function secretsOf(table: Table): { targets: Target[]; sizeOf: Told } {
	const sum = (counts: readonly number[]) => counts.reduce((all, one) => all + one, 0);
	const groups = groupsOf(table).map(({ at, cells }) => ({
		at,
		truth: (table.cells[0]?.counters ?? []).map((counts, question) =>
			counts.map((_, answer) => sum(cells.map((cell) => table.cells[cell]?.counters[question]?.[answer] ?? 0))),
		),
	}));
	const targets = groups.flatMap(({ at, truth }): Target[] => [
		...(sum(truth[0] ?? []) < 10 ? [{ at, question: 0, answer: null }] : []),
		...truth.flatMap((counts, question) =>
			counts.flatMap((count, answer) => (count < 10 ? [{ at, question, answer }] : [])),
		),
	]);
	const sizes = new Map(groups.map(({ at, truth }) => [at.join(), sum(truth[0] ?? [])]));
	const sizeOf: Told = (at) =>
		(sizes.get(at.join()) ?? 0) < 13 ? { from: 0, to: 12 } : { from: 13, to: Number.POSITIVE_INFINITY };
	return { targets, sizeOf };
}
