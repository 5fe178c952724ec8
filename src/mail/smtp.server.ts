import type { SMTPTransportOptions } from 'nodemailer';
import { codeOf } from '#platform/refusal.ts';
import type { Mail } from './model.ts';

/** The mail server of the installation and as whom it is asked. */
export type MailServer = { url: string; from: { name: string; address: string } };

/** What the server said to one mail: taken, refused for good, or not now. */
export type Answer = { what: 'taken' } | { what: 'refused' | 'later'; why: string };

// Nodemailer takes a fifth of a second and 20 MB to load: an installation without a mail server goes without it.
const open = async ({ url }: MailServer) => (await import('nodemailer')).createTransport(optionsOf(url));

/** A server that does not answer is given up soon, because the row of the mail is locked meanwhile. */
export function optionsOf(url: string): SMTPTransportOptions {
	const { hostname, searchParams } = new URL(url);
	const here = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
	return {
		url,
		connectionTimeout: 10_000,
		greetingTimeout: 10_000,
		socketTimeout: 30_000,
		// Over a network nothing goes in the clear, unless the address says so (`?ignoreTLS=true`).
		requireTLS: !here && searchParams.get('ignoreTLS') !== 'true',
		disableFileAccess: true,
		disableUrlAccess: true,
	};
}

/** Hands one mail, whose places are filled, to the server. */
export async function post(server: MailServer, mail: Mail, signal: AbortSignal): Promise<Answer> {
	const transport = await open(server);
	const stop = () => transport.close();
	signal.addEventListener('abort', stop, { once: true });
	try {
		await transport.sendMail({
			from: server.from,
			to: { name: '', address: mail.to },
			...(mail.replyTo ? { replyTo: { name: '', address: mail.replyTo } } : {}),
			subject: mail.subject,
			text: mail.text,
			html: mail.html,
			textEncoding: 'quoted-printable',
			// The same at every try: whoever gets a mail twice can tell.
			messageId: `<${mail.id}@${server.from.address.split('@')[1]}>`,
			headers: {
				// RFC 3834: nobody's holiday answers this.
				'Auto-Submitted': 'auto-generated',
				'Content-Language': mail.locale,
				...unsubscribing(mail.unsubscribe),
			},
			// RFC 6047: the invitation is one of the forms of the mail and, for programs that look there only, a file.
			...(mail.calendar
				? { icalEvent: { method: mail.calendar.method, content: mail.calendar.text, filename: 'invitation.ics' } }
				: {}),
		});
		return { what: 'taken' };
	} catch (fault) {
		return answerIn(fault);
	} finally {
		signal.removeEventListener('abort', stop);
		transport.close();
	}
}

/** RFC 2369 and, where the page can be asked in secret only, RFC 8058: one click, no form. */
const unsubscribing = (address: string | null): Record<string, string> => ({
	...(address ? { 'List-Unsubscribe': `<${address}>` } : {}),
	...(address?.startsWith('https:') ? { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
});

/**
 * Only what the server says about this address or this message is final (5xx): a wrong password or a closed port is the
 * installation's fault and passes.
 */
function answerIn(fault: unknown): Answer {
	const { message, responseCode = 0 } = fault as Error & { responseCode?: number };
	const final = ['EENVELOPE', 'EMESSAGE'].includes(codeOf(fault)) && responseCode >= 500 && responseCode < 600;
	return { what: final ? 'refused' : 'later', why: message.replace(/\s+/g, ' ').trim() };
}

/** Connects, greets and signs in; throws what the server or the network said. */
export async function checkMailServer(server: MailServer): Promise<void> {
	const transport = await open(server);
	try {
		await transport.verify();
	} finally {
		transport.close();
	}
}
