import {
	createCipheriv,
	createDecipheriv,
	createHmac,
	hash,
	hkdfSync,
	randomBytes,
	timingSafeEqual,
} from 'node:crypto';
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './folders.server.ts';
import { codeOf, Refusal } from './refusal.ts';

/** Shorter ones can be guessed. */
const leastCharacters = 32;
const remedy = 'set KAMBANA_SECRET to 32 random characters or more, or leave it out and one is made in DATA_DIR/secret';
/** What people copy out of instructions. */
const wellKnown = /^(.)\1*$|change.?me|secret|password|example|kambana|0123456789|abcdefghij/i;

/** Why a text cannot be the secret of an installation, or null. */
export function whyNoSecret(text: string): string | null {
	if (text.length < leastCharacters) return `The secret has ${text.length} characters and could be guessed: ${remedy}.`;
	if (wellKnown.test(text)) return `The secret is one that others know: ${remedy}.`;
	return null;
}

/**
 * Makes the secret of this installation available to this process: `KAMBANA_SECRET`, else the file `secret` of the data
 * directory, made at the first start and readable by its owner only. Refuses a short or a well-known one. The one before it
 * (`KAMBANA_SECRET_BEFORE`, else the file `secret.before`) still opens what was sealed with it, until that is sealed anew.
 */
export function openSecret(dataDirectory: string, env: NodeJS.ProcessEnv = process.env): void {
	const before = env.KAMBANA_SECRET_BEFORE || readBefore(dataDirectory);
	const secret = env.KAMBANA_SECRET || readSecret(dataDirectory);
	const why = whyNoSecret(secret);
	if (why) throw new Refusal(why);
	env.KAMBANA_SECRET = secret;
	if (before) env.KAMBANA_SECRET_BEFORE = before;
}

const fileOfBefore = (dataDirectory: string): string => join(dataDirectory, 'secret.before');

function readBefore(dataDirectory: string): string | undefined {
	const file = fileOfBefore(dataDirectory);
	return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/**
 * Puts another secret in the place of the file `secret`; the old one stays beside it until `forgetSecretBefore`. Killed at any moment,
 * both can be read. When an earlier change was not finished, that one goes on.
 */
export function replaceSecret(dataDirectory: string): void {
	const secret = join(dataDirectory, 'secret');
	const before = fileOfBefore(dataDirectory);
	if (!existsSync(before)) linkSync(secret, before);
	else if (readFileSync(before, 'utf8') !== readFileSync(secret, 'utf8')) return;
	const next = `${before}.next`;
	writeFileSync(next, `${randomToken()}\n`, { mode: 0o600 });
	renameSync(next, secret);
}

/** Nothing is sealed with the earlier secret any more. */
export const forgetSecretBefore = (dataDirectory: string): void => rmSync(fileOfBefore(dataDirectory), { force: true });

function readSecret(dataDirectory: string): string {
	const file = join(dataDirectory, 'secret');
	try {
		makeFolder(dataDirectory);
		if (!existsSync(file)) makeSecret(file);
		return readFileSync(file, 'utf8').trim();
	} catch (fault) {
		throw new Refusal(
			`The secret cannot be kept in ${file} (${codeOf(fault)}): make DATA_DIR a folder of your own, or set KAMBANA_SECRET.`,
			{ cause: fault },
		);
	}
}

/** Written beside its place and linked there: of two first starts at once both read the same secret, and it is whole. */
function makeSecret(file: string): void {
	const unfinished = `${file}.unfinished-${process.pid}`;
	writeFileSync(unfinished, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
	try {
		linkSync(unfinished, file);
	} catch (fault) {
		if (codeOf(fault) !== 'EEXIST') throw fault;
	} finally {
		rmSync(unfinished, { force: true });
	}
}

const keys = new Map<string, Buffer>();

/** A key of its own for each purpose (HKDF-SHA-256, RFC 5869): one that leaks opens nothing else. */
function keyFor(purpose: string, secret = process.env.KAMBANA_SECRET): Buffer {
	if (!secret) throw new Error('the secret of the installation is not open');
	const name = `${purpose} ${secret}`;
	const key = keys.get(name) ?? Buffer.from(hkdfSync('sha256', secret, 'kambana', purpose, 32));
	keys.set(name, key);
	return key;
}

/** 256 bits that only this installation can make from a subject, e.g. the id of an invitation: the token of its link. */
export const derive = (purpose: string, subject: string): Buffer =>
	createHmac('sha256', keyFor(purpose)).update(subject).digest();
/** The same as text for an address, 43 characters. */
export const deriveToken = (purpose: string, subject: string): string => derive(purpose, subject).toString('base64url');

/** `<id>.<token>`: the last part of an address that opens one record and nothing else. */
export const signed = (purpose: string, id: string): string => `${id}.${deriveToken(purpose, id)}`;
/**
 * The record that such a text names, and the hash by which the database lets it be read; null when this installation has not signed it for
 * the purpose. Nobody has to ask the database first.
 */
export function readSigned(purpose: string, text: string): { id: string; tokenHash: string } | null {
	const [, id, token] = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{43})$/.exec(text) ?? [];
	if (!id || !token || !isSame(Buffer.from(token), Buffer.from(deriveToken(purpose, id)))) return null;
	return { id, tokenHash: sha256(token).toString('hex') };
}

/** A code of eight digits for people to type; it has to be bound to whoever asked and to few attempts. */
export const deriveCode = (purpose: string, subject: string): string =>
	String(derive(purpose, subject).readBigUInt64BE() % 100_000_000n).padStart(8, '0');

export const sha256 = (text: string | Buffer): Buffer => hash('sha256', text, 'buffer');
/** 256 random bits as text: sessions and whatever else nobody has to make a second time. */
export const randomToken = (): string => randomBytes(32).toString('base64url');

/** Compares without telling by its time where the two differ. */
export const isSame = (one: Buffer, other: Buffer): boolean =>
	one.length === other.length && timingSafeEqual(one, other);

/** How what is sealed is written: the first byte says by which algorithm, the four after it with which secret. */
const form = { 'aes-256-gcm': 1 } as const;
const headBytes = 5;
const headWith = (secret?: string): Buffer =>
	Buffer.concat([Buffer.from([form['aes-256-gcm']]), keyFor('number', secret).subarray(0, headBytes - 1)]);

/**
 * Encrypts for keeping (AES-256-GCM): algorithm and number of the secret, nonce, tag, text. `subject` binds it to its record.
 */
export function seal(purpose: string, subject: string, plain: Buffer): Buffer {
	const head = headWith();
	const nonce = randomBytes(12);
	const cipher = createCipheriv('aes-256-gcm', keyFor(purpose), nonce).setAAD(boundTo(head, subject));
	const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
	return Buffer.concat([head, nonce, cipher.getAuthTag(), sealed]);
}

/** What was sealed for this purpose and subject; throws when it was sealed for another or changed, or with a secret that is gone. */
export function unseal(purpose: string, subject: string, sealed: Buffer): Buffer {
	const head = sealed.subarray(0, headBytes);
	const { KAMBANA_SECRET, KAMBANA_SECRET_BEFORE } = process.env;
	const secret = [KAMBANA_SECRET, KAMBANA_SECRET_BEFORE].find((one) => one && headWith(one).equals(head));
	if (!secret) throw new Error('sealed with a secret that this installation does not have');
	const [nonce, tag, text] = [sealed.subarray(5, 17), sealed.subarray(17, 33), sealed.subarray(33)];
	const decipher = createDecipheriv('aes-256-gcm', keyFor(purpose, secret), nonce)
		.setAAD(boundTo(head, subject))
		.setAuthTag(tag);
	return Buffer.concat([decipher.update(text), decipher.final()]);
}

const boundTo = (head: Buffer, subject: string): Buffer => Buffer.concat([head, Buffer.from(subject)]);

/** Whether it was sealed with the present secret, by the present algorithm. */
export const isSealedNow = (sealed: Buffer): boolean => headWith().equals(sealed.subarray(0, headBytes));
