import { expect, test } from 'vitest';
import { asSentence, type Institution, institutionsOf } from './prose.ts';

const municipality = (...names: string[]): Institution[] =>
	names.map((name) => ({ name: `Bashkia ${name}`, kind: 'municipality' }));
const sq = (...institutions: Institution[]) => institutionsOf('sq', institutions);

test('one is declined in the singular, several share one word in the plural and read as a list', () => {
	expect(sq(...municipality('Durrës'))).toBe('Bashkisë Durrës');
	expect(sq(...municipality('Shijak', 'Durrës'))).toBe('bashkive Durrës dhe Shijak');
	expect(sq(...municipality('Durrës', 'Shijak', 'Krujë'))).toBe('bashkive Durrës, Krujë dhe Shijak');
	expect(sq({ name: 'ZVAP Durrës', kind: 'education_office' }, { name: 'ZVAP Krujë', kind: 'education_office' })).toBe(
		'ZVAP-ve Durrës dhe Krujë',
	);
});

test('each kind after the first takes the article of its genitive', () => {
	expect(
		sq(
			...municipality('Durrës', 'Krujë'),
			{ name: 'Qendra Komunitare Nishtulla', kind: 'community_centre' },
			{ name: 'NJMF Durrës', kind: 'child_protection_unit' },
		),
	).toBe('bashkive Durrës dhe Krujë, të Njësisë për Mbrojtjen e Fëmijëve Durrës dhe të Qendrës Komunitare Nishtulla');
});

test('names without an addition stand alone; names of another shape are put in apposition', () => {
	expect(sq({ name: 'Policia e Shtetit', kind: 'police' })).toBe('Policisë së Shtetit');
	expect(sq({ name: 'Koordinatori Kombëtar', kind: 'national_coordinator' })).toBe('Koordinatorit Kombëtar');
	expect(sq({ name: 'Inspektoriati i Punës Durrës', kind: 'labour_inspectorate' })).toBe(
		'Inspektoratit të Punës Durrës',
	);
	expect(sq({ name: 'Drejtoria Rajonale Arsimore', kind: 'education_office' })).toBe(
		'institucionit Drejtoria Rajonale Arsimore',
	);
	expect(sq({ name: 'World Vision', kind: 'ngo' }, { name: 'CSDS', kind: 'ngo' })).toBe(
		'organizatave CSDS dhe World Vision',
	);
});

test('English has its own words', () => {
	expect(
		institutionsOf('en', [
			...municipality('Durrës', 'Krujë', 'Shijak'),
			{ name: 'NJMF Krujë', kind: 'child_protection_unit' },
		]),
	).toBe('the municipalities of Durrës, Krujë and Shijak and the Child Protection Unit Krujë');
});

test('what a person wrote holds no token and ends with one stop', () => {
	expect(asSentence('  të arrihet {çdo} grup ')).toBe('të arrihet (çdo) grup.');
	expect(asSentence('Mjaft!')).toBe('Mjaft!');
});
