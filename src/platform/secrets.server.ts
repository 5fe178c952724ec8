import {
	createCipheriv,
	createDecipheriv,
	createHash,
	createHmac,
	hkdfSync,
	randomBytes,
	timingSafeEqual,
} from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
 * directory, made at the first start and readable by its owner only. Refuses a short or a well-known one.
 */
export function openSecret(dataDirectory: string, env: NodeJS.ProcessEnv = process.env): void {
	const secret = env.KAMBANA_SECRET || readSecret(dataDirectory);
	const why = whyNoSecret(secret);
	if (why) throw new Refusal(why);
	env.KAMBANA_SECRET = secret;
}

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
function keyFor(purpose: string): Buffer {
	const known = keys.get(purpose);
	if (known) return known;
	const secret = process.env.KAMBANA_SECRET;
	if (!secret) throw new Error('the secret of the installation is not open');
	const key = Buffer.from(hkdfSync('sha256', secret, 'kambana', purpose, 32));
	keys.set(purpose, key);
	return key;
}

/** 256 bits that only this installation can make from a subject, e.g. the id of an invitation: the token of its link. */
export const derive = (purpose: string, subject: string): Buffer =>
	createHmac('sha256', keyFor(purpose)).update(subject).digest();
/** The same as text for an address, 43 characters. */
export const deriveToken = (purpose: string, subject: string): string => derive(purpose, subject).toString('base64url');

/** A code of eight digits for people to type; it has to be bound to whoever asked and to few attempts. */
export const deriveCode = (purpose: string, subject: string): string =>
	String(derive(purpose, subject).readBigUInt64BE() % 100_000_000n).padStart(8, '0');

export const sha256 = (text: string | Buffer): Buffer => createHash('sha256').update(text).digest();
/** 256 random bits as text: sessions and whatever else nobody has to make a second time. */
export const randomToken = (): string => randomBytes(32).toString('base64url');

/** Compares without telling by its time where the two differ. */
export const isSame = (one: Buffer, other: Buffer): boolean =>
	one.length === other.length && timingSafeEqual(one, other);

/** Encrypts for keeping (AES-256-GCM): nonce, tag, text. `subject` binds it to its record. */
export function seal(purpose: string, subject: string, plain: Buffer): Buffer {
	const nonce = randomBytes(12);
	const cipher = createCipheriv('aes-256-gcm', keyFor(purpose), nonce).setAAD(Buffer.from(subject));
	const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
	return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** What was sealed for this purpose and subject; throws when it was sealed for another or changed. */
export function unseal(purpose: string, subject: string, sealed: Buffer): Buffer {
	const decipher = createDecipheriv('aes-256-gcm', keyFor(purpose), sealed.subarray(0, 12))
		.setAAD(Buffer.from(subject))
		.setAuthTag(sealed.subarray(12, 28));
	return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
}
