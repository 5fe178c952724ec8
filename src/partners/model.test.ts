import { expect, test } from 'vitest';
import { parseAlias, parsePartner, parseQuestion } from './input.ts';
import { isFound, nameHolder } from './model.ts';

const partners = [
	{ id: 'a', name: 'Gruaja në Fokus', aliases: ['Gruja në Fokus'] },
	{ id: 'b', name: 'Bashkia Krujë', aliases: [] },
];

test('is found by any of its names, typed with marks or without', () => {
	const found = (search: string) => partners.filter((partner) => isFound(partner, search)).map(({ id }) => id);
	expect(found('kruje')).toEqual(['b']);
	expect(found('GRUJA ne')).toEqual(['a']);
	expect(found('')).toEqual(['a', 'b']);
	expect(found('fokus kruje')).toEqual([]);
});

test('a name belongs to one partner, be it as name or as another spelling', () => {
	expect(nameHolder(partners, 'gruja ne fokus')?.id).toBe('a');
	expect(nameHolder(partners, 'Bashkia «Kruje»')?.id).toBe('b');
	expect(nameHolder(partners, 'Bashkia Krujë', 'b')).toBeUndefined();
	expect(nameHolder(partners, 'Bashkia Shijak')).toBeUndefined();
});

test('the form names what is missing or strange', () => {
	const read = parsePartner({ name: ['«…»'], kind: ['club'], municipality: ['AL999'] }, [{ code: 'AL121' }]);
	expect(read.ok ? [] : read.issues.map(({ field, message }) => [field, message])).toEqual([
		['name', 'issue.no_letters'],
		['kind', 'issue.not_in_list'],
		['municipality', 'issue.not_in_list'],
	]);
	expect(parsePartner({ name: ['  ZVAP \n Durrës'.trim()], kind: ['education_office'] }, [])).toMatchObject({
		ok: true,
		value: { name: 'ZVAP Durrës' },
	});
	expect(parseAlias({ alias: ['x'.repeat(201)] }).ok).toBe(false);
	expect(parseQuestion(new URLSearchParams('kind=club&search=%20a%20'))).toEqual({ search: 'a', kind: null });
});
