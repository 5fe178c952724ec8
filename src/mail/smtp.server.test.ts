import { createServer } from 'node:net';
import ICAL from 'ical.js';
import { describe, expect, onTestFinished, test } from 'vitest';
import { refusal, startMailServer } from '#tests/support/mail-server.ts';
import { composeMail } from './compose.ts';
import type { Mail } from './model.ts';
import { checkMailServer, optionsOf, post } from './smtp.server.ts';

const from = { name: 'Kambana, Durrës', address: 'kambana@durres.example' };
const going = new AbortController().signal;
const calendar = `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1@kambana\r\nDTSTAMP:20261001T080000Z\r\nDTSTART:20261005T080000Z\r\nSUMMARY:Bisedë e çelur\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;

const mailOf = (changes: Partial<Mail> = {}): Mail => ({
	id: '0198a6f0-0000-7000-8000-00000000000a',
	committeeId: null,
	to: 'zyra@policia.example',
	replyTo: 'sekretaria@durres.example',
	kind: 'confirmed',
	...composeMail('sq', {
		subject:
			'Veprimtaria «Çelësi i çështjes» u konfirmua për ditën e hënë, më 5 tetor 2026, në Gjimnazin «Gjergj Kastrioti»',
		paragraphs: [`Është konfirmuar. ${'Çdo fjalë e gjatë është këtu. '.repeat(40)}`, '. një pikë në fillim', 'From ne'],
	}),
	unsubscribe: 'https://kambana.example/sq/stop/abc',
	calendar: { method: 'REQUEST', text: calendar },
	sendBefore: null,
	state: 'waiting',
	tries: 0,
	lastError: null,
	createdAt: new Date(),
	sentAt: null,
	...changes,
});

async function server(wishes: Parameters<typeof startMailServer>[0] = {}) {
	const started = await startMailServer(wishes);
	onTestFinished(started.close);
	return started;
}
async function posted(mail: Mail) {
	const { url, mails, raw } = await server();
	expect(await post({ url, from }, mail, going)).toEqual({ what: 'taken' });
	const [read] = mails;
	if (!read) throw new Error('nothing came');
	return { read, raw: raw[0] ?? '' };
}

describe('a mail on the wire', () => {
	test('has both forms, with every letter as it was written, in lines that every server takes', async () => {
		const mail = mailOf();
		const { read, raw } = await posted(mail);
		expect(read.subject).toBe(mail.subject);
		expect(read.text?.replace(/\s+/g, ' ').trim()).toBe(mail.text.replace(/\s+/g, ' ').trim());
		expect(read.html).toBe(mail.html.replaceAll('\r', ''));
		expect(read.html).toContain('lang="sq"');
		const lines = raw.split('\r\n');
		expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(78);
		expect(lines.filter((line) => /[^\t\x20-\x7e]/.test(line))).toEqual([]);
	});

	test('says who sends it, where answers go, that nobody wrote it by hand, and how to stop it', async () => {
		const { read } = await posted(mailOf());
		expect(read.from?.value).toEqual([from]);
		expect(read.replyTo?.text).toBe('sekretaria@durres.example');
		expect(read.messageId).toBe('<0198a6f0-0000-7000-8000-00000000000a@durres.example>');
		expect(read.headers.get('auto-submitted')).toBe('auto-generated');
		expect(read.headers.get('content-language')).toBe('sq');
		expect(read.headers.get('list')).toMatchObject({ unsubscribe: { url: 'https://kambana.example/sq/stop/abc' } });
		expect(read.headers.get('list-unsubscribe-post') ?? read.headerLines.map(({ line }) => line).join('\n')).toContain(
			'List-Unsubscribe=One-Click',
		);
	});

	test('without a way to stop it has no such header, and on plain http no promise of one click', async () => {
		const { raw } = await posted(mailOf({ unsubscribe: null }));
		expect(raw).not.toMatch(/^List-/im);
		const plain = await posted(mailOf({ unsubscribe: 'http://127.0.0.1:3000/sq/stop' }));
		expect(plain.raw).toMatch(/^List-Unsubscribe: <http:\/\/127\.0\.0\.1:3000\/sq\/stop>\r$/m);
		expect(plain.raw).not.toMatch(/^List-Unsubscribe-Post/im);
	});

	test('carries an invitation as iMIP wants it: an alternative with its method, and a file', async () => {
		const { read, raw } = await posted(mailOf());
		const kinds = [...raw.matchAll(/^Content-Type: ([\w/-]+)/gim)].map((match) => match[1]);
		expect(kinds).toEqual([
			'multipart/mixed',
			'multipart/alternative',
			'text/plain',
			'text/html',
			'text/calendar',
			'application/ics',
		]);
		expect(raw).toMatch(/Content-Type: text\/calendar; charset=utf-8;\s+method=REQUEST/);
		for (const part of read.attachments) {
			const event = new ICAL.Component(ICAL.parse(part.content.toString('utf8'))).getFirstSubcomponent('vevent');
			expect(event?.getFirstPropertyValue('summary')).toBe('Bisedë e çelur');
		}
		expect(read.attachments.map(({ contentType, filename }) => [contentType, filename])).toEqual([
			['text/calendar', undefined],
			['application/ics', 'invitation.ics'],
		]);
	});

	test('grows no header out of a name, a subject, an address or a link', async () => {
		const evil = 'x\r\nBcc: dikush@example.com\r\n\r\nX: ';
		const asked: string[] = [];
		const { url, raw } = await server({ recipient: (address) => void asked.push(address) });
		const mails = [
			mailOf({ subject: evil }),
			mailOf({ to: `a@b.example\r\nBcc: dikush@example.com` }),
			mailOf({ to: 'a@b.example>\r\nRCPT TO:<dikush@example.com' }),
			mailOf({ to: 'a@b.example, dikush@example.com' }),
			mailOf({ replyTo: evil }),
			mailOf({ id: evil }),
			mailOf({ unsubscribe: `https://kambana.example/${evil}` }),
		];
		for (const mail of mails) await post({ url, from }, mail, going);
		await post({ url, from: { name: evil, address: from.address } }, mailOf(), going);
		expect(asked.filter((address) => address === 'dikush@example.com')).toEqual([]);
		for (const text of raw) expect(text.slice(0, text.indexOf('\r\n\r\n'))).not.toMatch(/^(bcc|x):/im);
		expect(raw.length).toBeGreaterThan(3);
	});
});

describe('what a server says', () => {
	test.each([
		[450, 'later'],
		[421, 'later'],
		[550, 'refused'],
		[553, 'refused'],
	])('%d to the address means %s', async (code, what) => {
		const { url, mails } = await server({
			recipient: () => {
				throw refusal(code, 'kutia <zyra@policia.example> nuk është');
			},
		});
		const answer = await post({ url, from }, mailOf(), going);
		expect(answer).toMatchObject({ what, why: expect.stringContaining(String(code)) });
		expect(mails).toEqual([]);
	});

	test.each([
		[451, 'later'],
		[452, 'later'],
		[554, 'refused'],
	])('%d to the message means %s', async (code, what) => {
		const { url } = await server({
			message: () => {
				throw refusal(code, 'jo tani');
			},
		});
		expect(await post({ url, from }, mailOf(), going)).toMatchObject({ what });
	});

	test('a wrong password, a greeting that refuses, a closed port and a lost connection are not the mail’s fault', async () => {
		const { url } = await server({
			options: { authOptional: false, onAuth: (_auth, _session, done) => done(refusal(535, 'jo')) },
		});
		const withPassword = url.replace('//', '//kambana:gabim@');
		expect(await post({ url: withPassword, from }, mailOf(), going)).toMatchObject({ what: 'later' });
		const unwilling = await server({ options: { onConnect: (_session, done) => done(refusal(554, 'mbyllur')) } });
		expect(await post({ url: unwilling.url, from }, mailOf(), going)).toMatchObject({ what: 'later' });
		const gone = await startMailServer();
		await gone.close();
		expect(await post({ url: gone.url, from }, mailOf(), going)).toMatchObject({ what: 'later' });
		const cutting = createServer((socket) => socket.end('220 x\r\n'));
		await new Promise<void>((resolve) => cutting.listen(0, '127.0.0.1', resolve));
		onTestFinished(() => void cutting.close());
		const { port } = cutting.address() as { port: number };
		expect(await post({ url: `smtp://127.0.0.1:${port}`, from }, mailOf(), going)).toMatchObject({ what: 'later' });
	});
});

describe('the connection', () => {
	test('is never in the clear over a network, unless the address says so', () => {
		expect(optionsOf('smtp://mail.example:587').requireTLS).toBe(true);
		expect(optionsOf('smtp://mail.example:25?ignoreTLS=true').requireTLS).toBe(false);
		expect(optionsOf('smtp://127.0.0.1:2525').requireTLS).toBe(false);
		expect(optionsOf('smtp://localhost.evil.example').requireTLS).toBe(true);
	});

	test('is looked at without sending anything', async () => {
		const { url, mails } = await server();
		await checkMailServer({ url, from });
		expect(mails).toEqual([]);
		const gone = await startMailServer();
		await gone.close();
		await expect(checkMailServer({ url: gone.url, from })).rejects.toThrow(/ECONNREFUSED/);
	});
});
