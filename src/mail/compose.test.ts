import { describe, expect, test } from 'vitest';
import { composeMail, type Letter } from './compose.ts';
import { codePlace, fillPlaces, tokenPlace } from './model.ts';

const letter: Letter = {
	subject: 'Ftesë për veprimtarinë e çelur',
	paragraphs: ['Ju presim më 5 tetor.', 'Faleminderit & <mirë> "se vini".'],
	facts: [{ label: 'Vendi', value: 'Gjimnazi «Gjergj Kastrioti»' }],
	code: codePlace('sign_in', 'a1'),
	actions: [
		{ label: 'Po, vij', href: `/sq/answer/${tokenPlace('answer', 'b2')}?yes&now` },
		{ label: 'Jo', href: '/sq/answer/no' },
	],
	footer: ['E morët si përfaqësues.'],
	unsubscribe: { label: 'Mos më kujtoni', href: '/sq/stop' },
};

describe('a letter', () => {
	const mail = composeMail('sq', letter);

	test('reads as plain text, with links and codes on lines of their own', () => {
		expect(mail.text).toBe(`Ju presim më 5 tetor.

Faleminderit & <mirë> "se vini".

Vendi: Gjimnazi «Gjergj Kastrioti»

    ⟦code:sign_in:a1⟧

Po, vij:
⟦home⟧/sq/answer/⟦token:answer:b2⟧?yes&now

Jo:
⟦home⟧/sq/answer/no

-- 
E morët si përfaqësues.
Ky mesazh u dërgua automatikisht nga sistemi Kambana.

Mos më kujtoni:
⟦home⟧/sq/stop
`);
	});

	test('is one page in its language, where what people wrote is text and nothing else', () => {
		expect(mail.html).toContain('<html lang="sq">');
		expect(mail.html).toContain('Faleminderit &amp; &lt;mirë&gt; &quot;se vini&quot;.');
		expect(mail.html).toContain('href="⟦home⟧/sq/answer/⟦token:answer:b2⟧?yes&amp;now"');
		expect(mail.html).not.toMatch(/<(table|img|script|link|iframe)|style=|\son\w+=|https?:\/\//);
		expect(composeMail('en', letter).html).toContain('Kambana sent this message automatically.');
	});

	test('its header to stop such mails is the link in its foot', () => {
		expect(mail.unsubscribe).toBe('⟦home⟧/sq/stop');
		expect(composeMail('sq', { subject: 'x', paragraphs: [] }).unsubscribe).toBeNull();
	});
});

describe('what people wrote', () => {
	const planted = tokenPlace('sign_in', 'somebody-else');
	const mail = composeMail('sq', {
		subject: `Titull\r\nBcc: dikush@example.com\u0000 ${planted}`,
		paragraphs: [planted],
		facts: [{ label: planted, value: planted }],
		actions: [{ label: planted, href: '/sq' }],
		closing: [planted],
		footer: [planted],
		unsubscribe: { label: planted, href: '/sq/stop' },
	});

	test('names no place, wherever it stands', () => {
		const asked: unknown[] = [];
		for (const text of [mail.subject, mail.text, mail.html])
			fillPlaces(text, (place) => {
				if (place.what !== 'home') asked.push(place);
				return '';
			});
		expect(asked).toEqual([]);
		expect(mail.text).toContain('[token:sign_in:somebody-else]');
	});

	test('makes no second line of a subject', () => {
		expect(mail.subject).toBe('Titull Bcc: dikush@example.com [token:sign_in:somebody-else]');
	});

	test.each([
		'https://elsewhere.example',
		'//elsewhere.example',
		'javascript:alert(1)',
		'sq',
		'/sq\r\nBcc: x',
		'/sq> x',
		'/\\elsewhere.example',
	])('links nowhere but to us: %s', (href) => {
		expect(() => composeMail('sq', { subject: 'x', paragraphs: [], actions: [{ label: 'x', href }] })).toThrow(
			/a path of ours/,
		);
	});
});

test('a place that is none stays as it is', () => {
	const odd = '⟦token:Sign In:x⟧ ⟦code:a⟧ ⟦⟧ ⟦home';
	expect(fillPlaces(odd, () => 'filled')).toBe(odd);
});
