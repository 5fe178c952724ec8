import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A real mail server on this machine, and what it has taken. */
export type TestMailServer = {
	url: string;
	/** Parsed, in the order in which they were taken. */
	mails: ParsedMail[];
	/** The same as they came over the wire. */
	raw: string[];
	close(): Promise<void>;
};

/** An answer of the server other than "taken". */
export const refusal = (code: number, text: string): Error => Object.assign(new Error(text), { responseCode: code });

type Wishes = {
	port?: number;
	/** Called with each recipient; throws to refuse it. */
	recipient?: (address: string) => Promise<void> | void;
	/** Called with each whole message before it is taken; throws to refuse it. */
	message?: (mail: ParsedMail) => Promise<void> | void;
	options?: SMTPServerOptions;
};

export async function startMailServer({
	port = 0,
	recipient = () => {},
	message = () => {},
	options = {},
}: Wishes = {}): Promise<TestMailServer> {
	const mails: ParsedMail[] = [];
	const raw: string[] = [];
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		logger: false,
		closeTimeout: 100,
		onRcptTo: ({ address }, _session, done) =>
			void Promise.resolve(address)
				.then(recipient)
				.then(() => done(), done),
		onData: (stream, _session, done) => {
			const take = async () => {
				const chunks: Buffer[] = [];
				for await (const chunk of stream) chunks.push(chunk as Buffer);
				const whole = Buffer.concat(chunks);
				const mail = await simpleParser(whole);
				await message(mail);
				mails.push(mail);
				raw.push(whole.toString('latin1'));
			};
			take().then(() => done(), done);
		},
		...options,
	});
	// Clients that are killed in the middle are part of the tests.
	server.on('error', () => {});
	await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
	const address = server.server.address();
	if (address === null || typeof address === 'string') throw new Error('the mail server has no port');
	return {
		url: `smtp://127.0.0.1:${address.port}`,
		mails,
		raw,
		close: () => new Promise((resolve) => server.close(() => resolve())),
	};
}
