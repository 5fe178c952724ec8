import { resolve } from 'node:path';
import { locales } from '#i18n/locales.ts';
import { readSender } from '#mail/model.ts';
import type { MailServer } from '#mail/smtp.server.ts';
import { isEmail } from '#people/model.ts';
import { Refusal } from '#platform/refusal.ts';
import type { Spare } from '#platform/spare.server.ts';

/** What an installation may set in its environment. */
export type Settings = {
	/** Where the embedded database and everything else that is kept lives. */
	dataDirectory: string;
	/** A PostgreSQL of one's own instead of the embedded one, as the application signs in. */
	databaseUrl: string | undefined;
	/** The same database as its owner signs in, for migrations. */
	databaseOwnerUrl: string | undefined;
	host: string;
	/** 0 lets the system choose. */
	port: number;
	/** Whether a proxy in front sets `x-forwarded-*` headers that may be believed. */
	trustProxy: boolean;
	/** Without one, mails are kept to be read on the desk and in the terminal. */
	mailServer: MailServer | null;
	/** The address people reach the installation at, without a slash at the end; undefined where nobody said. */
	publicUrl: string | undefined;
	/** Two people outside who get the head of the audit chain every Monday and keep it; none where nobody said. */
	auditMail: readonly string[];
	/** Where "leave this page" leads; undefined for the page that comes with the software. */
	exitAddress: string | undefined;
};

/** The checkout. */
export const root = resolve(import.meta.dirname, '..');
export const migrations = resolve(root, 'db/migrations');

/** The pages that a web server can give while the application is down: the help page of every language, and its numbers. */
export const spareCopies = ({ dataDirectory }: Settings, folder = resolve(dataDirectory, 'static')): Spare => ({
	folder,
	paths: locales.flatMap((locale) => [`/${locale}`, `/${locale}/numbers`]),
});

/** Reads the environment; an unusable value is a sentence. */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
	return {
		dataDirectory: resolve(root, env.DATA_DIR || 'data'),
		databaseUrl: env.DATABASE_URL || undefined,
		databaseOwnerUrl: env.DATABASE_OWNER_URL || undefined,
		host: env.HOST || '127.0.0.1',
		port: readPort(env.PORT),
		trustProxy: env.TRUST_PROXY === '1',
		...readMail(env),
		auditMail: readAuditMail(env.AUDIT_MAIL),
		exitAddress: readExit(env.EXIT_ADDRESS),
	};
}

function readMail({ SMTP_URL, MAIL_FROM, PUBLIC_URL }: NodeJS.ProcessEnv): Pick<Settings, 'mailServer' | 'publicUrl'> {
	if (PUBLIC_URL && !/^https?:\/\/[^/?#\s]+\/?$/.test(PUBLIC_URL)) {
		throw new Refusal(
			`PUBLIC_URL is "${PUBLIC_URL}": set the address people type, such as https://kambana.example.al.`,
		);
	}
	const publicUrl = PUBLIC_URL?.replace(/\/$/, '') || undefined;
	if (!SMTP_URL) return { mailServer: null, publicUrl };
	// The address may hold a password, so it is not repeated.
	if (!/^smtps?:\/\/\S+$/.test(SMTP_URL) || !URL.canParse(SMTP_URL)) {
		throw new Refusal('SMTP_URL is no address of a mail server: set smtp://USER:PASSWORD@HOST:587 or smtps://…:465.');
	}
	const from = readSender(MAIL_FROM ?? '');
	if (!from) throw new Refusal('SMTP_URL needs MAIL_FROM: set the sender, such as Kambana <kambana@example.al>.');
	if (!publicUrl)
		throw new Refusal('SMTP_URL needs PUBLIC_URL: links in mails begin with it, such as https://kambana.example.al.');
	return { mailServer: { url: SMTP_URL, from }, publicUrl };
}

/** A page that tells nothing about who opens it: no search, no address of an account. */
function readExit(text: string | undefined): string | undefined {
	if (!text) return undefined;
	if (/^https?:\/\/[^\s"'<>]+$/.test(text) && URL.canParse(text)) return text;
	throw new Refusal(
		`EXIT_ADDRESS is "${text}": set the address of an ordinary page, such as one about the weather, or leave it out.`,
	);
}

/** Two addresses, not one: who holds the only copy could be asked to forget it. */
function readAuditMail(text: string | undefined): string[] {
	if (!text) return [];
	const addresses = text.split(',').map((one) => one.trim());
	if (new Set(addresses).size === 2 && addresses.every(isEmail)) return addresses;
	throw new Refusal(
		'AUDIT_MAIL is not two addresses: set those of two people outside, such as audit@ministria.example.al,avokati@example.al.',
	);
}

function readPort(text: string | undefined): number {
	if (!text) return 3000;
	if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
		throw new Refusal(`PORT is "${text}", which is no port: set a number from 1 to 65535, or leave it out for 3000.`);
	}
	return Number(text);
}

/** A path as it was typed: npm changes to the checkout, and says where it was called from. */
export const typedPath = (path: string): string => resolve(process.env.INIT_CWD ?? '.', path);
