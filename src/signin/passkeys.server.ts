import { createHmac, randomBytes } from 'node:crypto';
import {
	generateAuthenticationOptions,
	generateRegistrationOptions,
	verifyAuthenticationResponse,
	verifyRegistrationResponse,
} from '@simplewebauthn/server';
import * as v from 'valibot';
import type { Transaction } from '#platform/db.server.ts';
import { derive, isSame } from '#platform/secrets.server.ts';
import { insertPasskey, listCredentials, savePasskeyUse, useChallenge } from './factors.server.ts';
import { challengeMinutes } from './model.ts';

/** Where this installation is: fixed at the start (scripts/desk-link.ts), never taken from what a request says. */
export const fixedOrigin = (): string => process.env.KAMBANA_ORIGIN ?? 'http://localhost:3000';
const rpOf = (): string => new URL(fixedOrigin()).hostname;

/** What a challenge is for: entering, or adding a passkey to one account. */
type Aim = 'enter' | `add:${string}`;

const nonceBytes = 16;
const macOf = (aim: Aim, head: Buffer): Buffer =>
	createHmac('sha256', derive('passkey_challenge', aim)).update(head).digest();

/** 128 random bits, until when, and proof that we made it: nothing is written until it is answered. */
function challengeFor(aim: Aim): Buffer {
	const until = Buffer.alloc(8);
	until.writeBigUInt64BE(BigInt(Date.now() + challengeMinutes * 60_000));
	const head = Buffer.concat([randomBytes(nonceBytes), until]);
	return Buffer.concat([head, macOf(aim, head)]);
}

/** Until when a challenge is good; null when it is too old, for something else or not ours. */
function untilOf(challenge: string, aim: Aim): Date | null {
	const bytes = Buffer.from(challenge, 'base64url');
	if (bytes.length !== nonceBytes + 8 + 32) return null;
	const head = bytes.subarray(0, nonceBytes + 8);
	const until = Number(head.readBigUInt64BE(nonceBytes));
	return isSame(macOf(aim, head), bytes.subarray(nonceBytes + 8)) && until > Date.now() ? new Date(until) : null;
}

/** What the browser is asked for at the sign-in: any passkey of this installation, with the person verified. */
export const optionsToEnter = async (): Promise<string> =>
	JSON.stringify(
		await generateAuthenticationOptions({
			...{ rpID: rpOf(), userVerification: 'required', timeout: challengeMinutes * 60_000 },
			challenge: new Uint8Array(challengeFor('enter')),
		}),
	);

/** What the browser is asked for when a passkey is added. */
export async function optionsToAdd(
	tx: Transaction,
	account: { id: string; email: string; name: string },
): Promise<string> {
	const known = await listCredentials(tx, { accountId: account.id });
	return JSON.stringify(
		await generateRegistrationOptions({
			...{ rpName: 'Kambana', rpID: rpOf(), userName: account.email, userDisplayName: account.name },
			userID: new TextEncoder().encode(account.id),
			challenge: new Uint8Array(challengeFor(`add:${account.id}`)),
			timeout: challengeMinutes * 60_000,
			attestationType: 'none',
			authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
			excludeCredentials: known.map(({ credentialId, transports }) => ({
				...{ id: credentialId.toString('base64url'), transports },
			})),
		}),
	);
}

const encoded = v.pipe(v.string(), v.regex(/^[\w-]*$/), v.maxLength(20_000));
const shared = {
	id: encoded,
	rawId: encoded,
	type: v.literal('public-key'),
	clientExtensionResults: v.looseObject({}),
};
const answerToEnter = v.object({
	...shared,
	response: v.object({
		...{ clientDataJSON: encoded, authenticatorData: encoded, signature: encoded },
		userHandle: v.nullish(encoded),
	}),
});
const answerToAdd = v.object({
	...shared,
	response: v.object({
		...{ clientDataJSON: encoded, attestationObject: encoded },
		transports: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(20))), v.maxLength(10)), []),
	}),
});

/** What a browser answered, or null when it is nothing of the kind. */
function read<S extends v.GenericSchema>(schema: S, text: string): v.InferOutput<S> | null {
	try {
		const result = v.safeParse(schema, JSON.parse(text.slice(0, 60_000)));
		return result.success ? result.output : null;
	} catch {
		return null;
	}
}

/** Checks a signature without letting the reasons of the library out: a forged answer is no fault of ours. */
const verified = <T>(check: Promise<T>): Promise<T | null> => check.catch(() => null);

/** Whose passkey signed; null for a forged, replayed or foreign answer. Uses the challenge up. */
export async function accountOfPasskey(tx: Transaction, text: string): Promise<string | null> {
	const answer = read(answerToEnter, text);
	const [key] = answer ? await listCredentials(tx, { credentialId: Buffer.from(answer.id, 'base64url') }) : [];
	if (!answer || !key) return null;
	const { userHandle, ...response } = answer.response;
	if (userHandle && Buffer.from(userHandle, 'base64url').toString() !== key.accountId) return null;
	let until: Date | null = null;
	let challenge = '';
	const result = await verified(
		verifyAuthenticationResponse({
			response: { ...answer, response },
			expectedChallenge: (asked) => {
				challenge = asked;
				until = untilOf(asked, 'enter');
				return until !== null;
			},
			...{ expectedOrigin: fixedOrigin(), expectedRPID: rpOf(), requireUserVerification: true },
			credential: {
				...{ id: answer.id, counter: key.counter },
				publicKey: new Uint8Array(key.publicKey),
			},
		}),
	);
	if (!result?.verified || !until || !(await useChallenge(tx, challenge, key.accountId, until))) return null;
	await savePasskeyUse(tx, key.id, result.authenticationInfo.newCounter);
	return key.accountId;
}

/** Keeps a new passkey of an account; false for a forged, replayed or foreign answer, or one that is kept already. */
export async function keepPasskey(
	tx: Transaction,
	{ accountId, name, text }: { accountId: string; name: string; text: string },
): Promise<boolean> {
	const answer = read(answerToAdd, text);
	if (!answer) return false;
	let until: Date | null = null;
	let challenge = '';
	const result = await verified(
		verifyRegistrationResponse({
			response: answer as Parameters<typeof verifyRegistrationResponse>[0]['response'],
			expectedChallenge: (asked) => {
				challenge = asked;
				until = untilOf(asked, `add:${accountId}`);
				return until !== null;
			},
			...{ expectedOrigin: fixedOrigin(), expectedRPID: rpOf(), requireUserVerification: true },
		}),
	);
	if (!result?.verified || !until || !(await useChallenge(tx, challenge, accountId, until))) return false;
	const { id, publicKey, counter } = result.registrationInfo.credential;
	return insertPasskey(tx, {
		...{
			accountId,
			counter,
			transports: answer.response.transports,
			name: [...name].slice(0, 60).join('') || 'Passkey',
		},
		...{ credentialId: Buffer.from(id, 'base64url'), publicKey: Buffer.from(publicKey) },
	});
}
