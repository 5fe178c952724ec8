import { describe, expect, test } from 'vitest';
import type { Typed } from '#platform/forms.ts';
import { isAskedFor, parseAsked, parseQuestion, parseSet, parseVersion } from './input.ts';
import type { QuestionWithVersions } from './model.ts';
import { asksOwnExperience, equalOptions, findingsIn, saysDontKnow } from './rules.ts';

const refused = [{ digits: '192', number: '192', reason: 'foreign' as const }];
const around = { kind: 'knowledge', refused, today: '2026-10-10' } as const;
const form = (changed: Record<string, string> = {}): Typed =>
	Object.fromEntries(
		Object.entries({
			...{ prompt_sq: 'Kush e tërheq më shpesh dikë?', prompt_en: 'Who most often recruits?' },
			...{ option_1_sq: 'Një mik', option_1_en: 'A friend', option_2_sq: 'Një turist', option_2_en: 'A tourist' },
			...{ option_3_sq: 'Askush', option_3_en: 'Nobody', right: '1', source: 'UNICEF 2022' },
			...{ explanation_sq: 'Zakonisht njihen.', explanation_en: 'Usually they know each other.' },
			...changed,
		}).map(([name, value]) => [name, [value]]),
	);
const issuesOf = (changed: Record<string, string>, given: Partial<Parameters<typeof parseVersion>[1]> = {}) => {
	const parsed = parseVersion(form(changed), { ...around, ...given });
	return parsed.ok ? [] : parsed.issues.map(({ field, message }) => `${field} ${message}`);
};

describe('a version', () => {
	test('is read as it was written', () => {
		expect(parseVersion(form({ valid_to: '31.12.2027' }), around)).toEqual({
			ok: true,
			value: {
				prompt: { sq: 'Kush e tërheq më shpesh dikë?', en: 'Who most often recruits?' },
				options: [
					{ sq: 'Një mik', en: 'A friend' },
					{ sq: 'Një turist', en: 'A tourist' },
					{ sq: 'Askush', en: 'Nobody' },
				],
				...{ right: 0, explanation: { sq: 'Zakonisht njihen.', en: 'Usually they know each other.' } },
				...{ source: 'UNICEF 2022', validFrom: '2026-10-10', validTo: '2027-12-31' },
			},
		});
	});

	test('has three or four options, each in both languages, none twice and none that says "I do not know"', () => {
		expect(issuesOf({ option_3_sq: '', option_3_en: '' })).toEqual(['option_3_sq issue.question.few_options']);
		const five = { option_4_sq: 'Pesë', option_4_en: 'Five', option_5_sq: 'Gjashtë', option_5_en: 'Six' };
		expect(issuesOf(five)).toEqual(['option_4_sq issue.question.many_options']);
		expect(issuesOf({ option_3_en: '' })).toEqual(['option_3_en issue.missing']);
		expect(issuesOf({ option_3_sq: 'NJË MIK!' })).toEqual(['option_3_sq issue.question.equal_options']);
		expect(issuesOf({ option_3_sq: 'Nuk e di', option_3_en: 'I don’t know' })).toEqual([
			'option_3_sq issue.question.dont_know',
			'option_3_en issue.question.dont_know',
		]);
	});

	test('of knowledge says which is right, among those that were written; a scale has none', () => {
		expect(issuesOf({ right: '' })).toEqual(['right issue.question.no_right']);
		expect(issuesOf({ right: '4' })).toEqual(['right issue.question.no_right']);
		const scale = parseVersion(form(), { ...around, kind: 'attitude' });
		expect(scale.ok && scale.value.right).toBeNull();
	});

	test('with an empty line between keeps the right one', () => {
		const moved = form({
			option_2_sq: '',
			option_2_en: '',
			option_4_sq: 'Një i afërm',
			option_4_en: 'A relative',
			right: '4',
		});
		const parsed = parseVersion(moved, around);
		expect(parsed.ok && parsed.value.options[parsed.value.right ?? -1]?.en).toBe('A relative');
	});

	test('says where it comes from, why, and until when at the earliest from its first day', () => {
		expect(issuesOf({ source: '', explanation_sq: '' })).toEqual([
			'explanation_sq issue.missing',
			'source issue.missing',
		]);
		expect(issuesOf({ valid_from: '2026-10-10', valid_to: '2026-10-09' })).toEqual([
			'valid_to issue.until_before_from',
		]);
	});

	test('carries no number that is retired or of another country, and no word that wounds', () => {
		expect(issuesOf({ explanation_sq: 'Telefono 192.' })).toEqual(['prompt_sq question.finding.dead_number']);
		expect(issuesOf({ option_3_en: 'A prostitute' })).toEqual(['prompt_sq question.finding.wounding_word']);
	});
});

describe('nobody is asked about what happened to them', () => {
	test.each([
		'A të ka ndodhur diçka e tillë?',
		'A ju ka ndodhur ndonjëherë?',
		'A je trafikuar?',
		'A ke qenë ndonjëherë viktimë e dhunës?',
		'A keni pësuar dhunë?',
		'A të kanë detyruar të punosh?',
		'A njeh dikë që është trafikuar?',
		'A ka ndodhur kjo në familjen tënde? Në familjen tënde ka raste?',
		'Have you ever been forced to work?',
		'Have you experienced this?',
		'Were you ever trafficked?',
		'Are you a victim of trafficking?',
		'Has anyone ever hurt you?',
		'Has this happened to you?',
		'Do you know somebody who was trafficked?',
	])('%s', (text) => expect(asksOwnExperience(text)).toBe(true));

	test.each([
		'Sa mirë e di te kush të shkosh, nëse një shok ka nevojë për ndihmë?',
		'Dikush nga interneti të ofron dhurata. Çfarë bën?',
		'Kush ka të drejtë për ndihmë?',
		'A duhet të kalohet kufiri që të jetë trafikim?',
		'Do you know whom to call?',
		'What do you do when somebody is in danger?',
		'A child tells you of being forced to work. What do you do first?',
	])('but may be asked: %s', (text) => expect(asksOwnExperience(text)).toBe(false));

	test('and the form says so beside the words', () => {
		expect(issuesOf({ prompt_en: 'Have you ever been trafficked?' })).toEqual([
			'prompt_en issue.question.own_experience',
		]);
	});
});

describe('what the program finds', () => {
	const text = {
		prompt: { sq: 'Kush?', en: 'Who?' },
		options: [
			{ sq: 'Një mik', en: 'A friend' },
			{ sq: 'Një turist', en: 'A tourist' },
			{ sq: 'Askush', en: 'Nobody' },
		],
		right: 0,
		explanation: { sq: 'Po.', en: 'Yes.' },
	};
	const found = (changed: Partial<typeof text>) => findingsIn({ ...text, ...changed }, refused).map(({ what }) => what);

	test('nothing in a plain question', () => expect(found({})).toEqual([]));

	test('the stranger myth as the right answer, not as a wrong one and not denied', () => {
		const stranger = { sq: 'Një i panjohur që rrëmben', en: 'A stranger who kidnaps' };
		const wrong = text.options.slice(1);
		expect(found({ options: [stranger, ...wrong] })).toContain('myth');
		expect(found({ options: [...wrong, stranger] })).not.toContain('myth');
		expect(found({ options: [{ sq: 'Jo vetëm të panjohurit', en: 'Not only strangers' }, ...wrong] })).not.toContain(
			'myth',
		);
	});

	test('long sentences, numbers, and a right answer that gives itself away', () => {
		const long = Array.from({ length: 40 }, () => 'fjalë').join(' ');
		expect(found({ explanation: { sq: `${long}. ${long}. ${long}.`, en: 'Yes.' } })).toContain('long_sentences');
		expect(found({ explanation: { sq: 'Telefono 116 006.', en: 'Yes.' } })).toContain('number_in_text');
		const longest = [{ sq: 'Një mik që e njeh prej vitesh', en: 'A friend' }, ...text.options.slice(1)];
		expect(found({ options: longest })).toEqual(['right_is_longest']);
	});

	test('the same option in other letters, and "I do not know" however it is written', () => {
		expect(equalOptions(['Po', 'Jo', ' po. ', ''])).toEqual([2]);
		expect(['Nuk e di.', 'S’e di', "I don't know", 'Not sure'].filter((one) => !saysDontKnow(one))).toEqual([]);
		expect(saysDontKnow('Nuk e di askush')).toBe(false);
	});
});

test('a question begins with an answer, a kind and a level', () => {
	const typed = { answer: ['2'], kind: ['knowledge'], level: ['adults'] };
	expect(parseQuestion(typed)).toEqual({ ok: true, value: { answer: 2, kind: 'knowledge', level: 'adults' } });
	expect(parseQuestion({ ...typed, answer: ['6'], level: [] }).ok).toBe(false);
});

test('a set begins with a level and two titles; its level stays', () => {
	const typed = { level: ['adults'], title_sq: ['Puna'], title_en: ['Work'] };
	expect(parseSet(typed)).toEqual({ ok: true, value: { level: 'adults', title: { sq: 'Puna', en: 'Work' } } });
	expect(parseSet({ ...typed, title_en: [] }).ok).toBe(false);
	expect(parseSet(typed, 'employers')).toMatchObject({ value: { level: 'employers' } });
});

test('the list leaves out what its address does not know, and finds words with or without marks', () => {
	expect(parseAsked(new URLSearchParams('answer=9&level=cats&search= tërheq '))).toEqual({
		...{ search: 'tërheq', answer: null, level: null, kind: null, state: null, known: null },
	});
	const parsed = parseVersion(form(), around);
	if (!parsed.ok) throw new Error('the form has mistakes');
	const version = { ...parsed.value, state: 'approved' } as QuestionWithVersions['versions'][number];
	const question = {
		answer: 2,
		kind: 'knowledge',
		level: 'adults',
		versions: [version],
	} as unknown as QuestionWithVersions;
	const asks = (search: string) => isAskedFor(question, parseAsked(new URLSearchParams(search)));
	expect([asks('search=terheq'), asks('search=recruits'), asks('search=tirana')]).toEqual([true, true, false]);
	expect([asks('answer=2'), asks('answer=3'), asks('state=draft'), asks('level=adults&kind=knowledge')]).toEqual([
		...[true, false, false, true],
	]);
});
