import { describe, expect, test } from 'vitest';
import { typedFrom } from './forms.ts';

describe('the fields of a form', () => {
	const sent = (...fields: [string, string][]) => {
		const form = new FormData();
		for (const [name, value] of fields) form.append(name, value);
		return typedFrom(form);
	};

	test('come trimmed, with one kind of line end and without characters that nobody sees', () => {
		expect(sent(['title', ' Orë\u0000 informuese\u0007 '], ['aim', 'një\r\ndy\ttre'])).toEqual({
			title: ['Orë informuese'],
			aim: ['një\ndy\ttre'],
		});
	});

	test('may bear any name', () => {
		const typed = sent(['constructor', 'a'], ['__proto__', 'b'], ['constructor', 'c']);
		expect(Object.entries(typed)).toEqual([
			['constructor', ['a', 'c']],
			['__proto__', ['b']],
		]);
	});
});
