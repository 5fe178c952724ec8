import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import {
	forgetSecretBefore,
	isSealedNow,
	openSecret,
	randomToken,
	readSigned,
	replaceSecret,
	seal,
	sha256,
	signed,
	unseal,
} from './secrets.server.ts';

const text = Buffer.from('the secret of an app');
let [first, second] = ['', ''];
beforeEach(() => {
	[first, second] = [randomToken(), randomToken()];
	use(first);
	return () => vi.unstubAllEnvs();
});
const use = (secret: string, before?: string) => {
	vi.stubEnv('KAMBANA_SECRET', secret);
	vi.stubEnv('KAMBANA_SECRET_BEFORE', before);
};
function folder(): string {
	const directory = mkdtempSync(join(tmpdir(), 'kambana-'));
	onTestFinished(() => rmSync(directory, { recursive: true }));
	return directory;
}
const kept = (directory: string, name = 'secret') => readFileSync(join(directory, name), 'utf8');

describe('what is sealed', () => {
	test('opens for its purpose and subject only, and not when a bit of it was changed', () => {
		const sealed = seal('totp', 'one', text);
		expect(unseal('totp', 'one', sealed)).toEqual(text);
		expect(() => unseal('totp', 'other', sealed)).toThrow();
		expect(() => unseal('totp_offer', 'one', sealed)).toThrow();
		for (let at = 0; at < sealed.length; at++) {
			const changed = Buffer.from(sealed);
			changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
			expect(() => unseal('totp', 'one', changed), `byte ${at}`).toThrow();
		}
		expect(seal('totp', 'one', text)).not.toEqual(sealed);
	});

	test('says with which secret: the one before opens it until it is sealed anew', () => {
		const old = seal('totp', 'one', text);
		expect(isSealedNow(old)).toBe(true);
		use(second);
		expect(() => unseal('totp', 'one', old)).toThrow('a secret that this installation does not have');
		use(second, first);
		expect(isSealedNow(old)).toBe(false);
		expect(unseal('totp', 'one', old)).toEqual(text);
		const anew = seal('totp', 'one', text);
		use(second);
		expect([isSealedNow(anew), unseal('totp', 'one', anew)]).toEqual([true, text]);
	});
});

describe('the file of the secret', () => {
	test('is replaced by another, and the one before stays until it is forgotten', () => {
		const directory = folder();
		openSecret(directory, {});
		const old = kept(directory);
		replaceSecret(directory);
		expect([kept(directory) === old, kept(directory, 'secret.before')]).toEqual([false, old]);
		expect(statSync(join(directory, 'secret')).mode & 0o777).toBe(0o600);
		const env: NodeJS.ProcessEnv = {};
		openSecret(directory, env);
		expect(env).toEqual({ KAMBANA_SECRET: kept(directory).trim(), KAMBANA_SECRET_BEFORE: old.trim() });
		forgetSecretBefore(directory);
		expect(readdirSync(directory)).toEqual(['secret']);
	});

	test('a change that was cut off goes on: another secret is made only when there is none yet', () => {
		const directory = folder();
		openSecret(directory, {});
		const old = kept(directory);
		// Killed after the first step: both files are the same.
		writeFileSync(join(directory, 'secret.before'), old);
		replaceSecret(directory);
		const next = kept(directory);
		expect([next === old, kept(directory, 'secret.before')]).toEqual([false, old]);
		// Killed before everything was sealed anew.
		replaceSecret(directory);
		expect([kept(directory), kept(directory, 'secret.before')]).toEqual([next, old]);
	});
});

test('what was signed names its record, for its purpose; everything else names none', () => {
	const id = 'a3f1c2d4-1234-4abc-8def-0123456789ab';
	const address = signed('answer', id);
	const [, token = ''] = address.split('.');
	expect(readSigned('answer', address)).toEqual({ id, tokenHash: sha256(token).toString('hex') });
	const wrong = [
		'',
		id,
		`${id}.`,
		`${address}A`,
		`${id.toUpperCase()}.${token}`,
		`${address}\n`,
		`${id}.${'A'.repeat(43)}`,
	];
	for (const text of wrong) expect(readSigned('answer', text), text).toBeNull();
	expect(readSigned('answer_month', address)).toBeNull();
	expect(
		readSigned('answer', signed('answer', '00000000-1234-4abc-8def-0123456789ab').replace(/^0{8}/, 'a3f1c2d4')),
	).toBeNull();
});
