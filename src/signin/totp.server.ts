import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import qrcode from 'qrcode';
import type { Transaction } from '#platform/db.server.ts';
import { isSealedNow, seal, sha256, unseal } from '#platform/secrets.server.ts';
import {
	findTotp,
	listSealed,
	replaceRecoveryCodes,
	saveSealed,
	saveTotp,
	takeStep,
	useRecoveryCode,
} from './factors.server.ts';
import { plainDigits, plainRecovery, recoveryBytes, recoveryCodes, spellRecovery } from './model.ts';

const period = 30;
/** What every authenticator app understands: SHA-1, six digits, thirty seconds (RFC 6238). */
const appOf = (secret: Uint8Array, label = ''): TOTP =>
	new TOTP({
		...{ issuer: 'Kambana', label, algorithm: 'SHA1', digits: 6, period },
		secret: new Secret({ buffer: new Uint8Array(secret).buffer }),
	});

/** The step a code belongs to, one earlier and one later allowed; null for a wrong one. */
export function stepOf(secret: Uint8Array, typed: string, now: number): number | null {
	const token = plainDigits(typed);
	if (!/^\d{6}$/.test(token)) return null;
	const delta = appOf(secret).validate({ token, timestamp: now, window: 1 });
	return delta === null ? null : Math.floor(now / 1000 / period) + delta;
}

/** What a page shows of an authenticator app that is about to be set up. */
export type TotpOffer = {
	/** The secret, sealed for this account and for a quarter of an hour: the form brings it back. */
	sealed: string;
	/** To be typed where no camera is, in groups of four. */
	secret: string;
	/** `otpauth://…` for a phone that reads this page itself. */
	address: string;
	/** The QR code: its side, and the path of its dark squares. */
	qr: { side: number; path: string };
};

const offerMinutes = 15;

/** A new secret for an authenticator app; nothing is kept until a code of it is typed. */
export function offerTotp(accountId: string, email: string): TotpOffer {
	const secret = randomBytes(20);
	const until = Buffer.alloc(8);
	until.writeBigUInt64BE(BigInt(Date.now() + offerMinutes * 60_000));
	const app = appOf(secret, email);
	const address = app.toString();
	return {
		sealed: seal('totp_offer', accountId, Buffer.concat([until, secret])).toString('base64url'),
		secret: (app.secret.base32.match(/.{1,4}/g) ?? []).join(' '),
		address,
		qr: drawn(address),
	};
}

function drawn(text: string): TotpOffer['qr'] {
	const { size, data } = qrcode.create(text, { errorCorrectionLevel: 'M' }).modules;
	const path = [...data].map((dark, at) => (dark ? `M${at % size} ${Math.floor(at / size)}h1v1h-1z` : '')).join('');
	return { side: size, path };
}

/** Keeps the app once it has shown a right code. `over`: the offer is too old, or not for this account. */
export async function confirmTotp(
	tx: Transaction,
	accountId: string,
	{ sealed, code }: { sealed: string; code: string },
): Promise<'kept' | 'wrong' | 'over'> {
	const secret = opened(accountId, sealed);
	if (!secret) return 'over';
	const step = stepOf(secret, code, Date.now());
	if (step === null) return 'wrong';
	await saveTotp(tx, accountId, seal('totp', accountId, secret), step);
	return 'kept';
}

function opened(accountId: string, sealed: string): Buffer | null {
	try {
		const offer = unseal('totp_offer', accountId, Buffer.from(sealed.slice(0, 500), 'base64url'));
		return Number(offer.readBigUInt64BE()) > Date.now() ? offer.subarray(8) : null;
	} catch {
		// Not sealed by us, for somebody else, or changed: all the same to whoever sends it.
		return null;
	}
}

/** Takes a code of the authenticator app, each step once. */
export async function useTotp(tx: Transaction, accountId: string, code: string, now = Date.now()): Promise<boolean> {
	const totp = await findTotp(tx, accountId);
	if (!totp) return false;
	const step = stepOf(unseal('totp', accountId, totp.sealed), code, now);
	return step !== null && (await takeStep(tx, accountId, step));
}

/**
 * Seals the secrets of all authenticator apps with the present secret of the installation; those sealed with the one before go on
 * working. How many there are, and how many were sealed anew. Throws, and changes nothing, when one was sealed with neither.
 */
export async function sealAnew(tx: Transaction): Promise<{ all: number; anew: number }> {
	const factors = await listSealed(tx);
	const old = factors.filter(({ sealed }) => !isSealedNow(sealed));
	for (const { accountId, sealed } of old)
		await saveSealed(tx, accountId, seal('totp', accountId, unseal('totp', accountId, sealed)));
	return { all: factors.length, anew: old.length };
}

/** Ten new recovery codes in the place of all earlier ones; shown now and never again. */
export async function makeRecoveryCodes(tx: Transaction, accountId: string): Promise<string[]> {
	const codes = Array.from({ length: recoveryCodes }, () => spellRecovery(randomBytes(recoveryBytes)));
	await replaceRecoveryCodes(
		tx,
		accountId,
		codes.map((code) => sha256(plainRecovery(code))),
	);
	return codes;
}

/** Takes a recovery code, once. */
export const useRecovery = (tx: Transaction, accountId: string, typed: string): Promise<boolean> =>
	useRecoveryCode(tx, accountId, sha256(plainRecovery(typed.slice(0, 100))));
