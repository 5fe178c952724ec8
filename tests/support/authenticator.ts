import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** What a forger may change of an answer. */
export type Forgery = {
	origin?: string;
	rpId?: string;
	challenge?: string;
	counter?: number;
	/** Whether the device says that it has verified the person. */
	verified?: boolean;
	userHandle?: string;
};

/** A passkey in software, as far as WebAuthn level 3 is needed: ES256, attestation "none". */
export class Authenticator {
	readonly id = randomBytes(32);
	readonly #key: KeyObject;
	readonly #public: KeyObject;
	readonly #origin: string;
	counter = 0;
	#user = '';

	constructor(origin: string) {
		this.#origin = origin;
		const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
		this.#key = pair.privateKey;
		this.#public = pair.publicKey;
	}

	/** Answers the options of `optionsToAdd`. */
	create(options: string, forged: Forgery = {}): string {
		const { challenge, user } = JSON.parse(options) as { challenge: string; user: { id: string } };
		this.#user = user.id;
		const { x = '', y = '' } = this.#public.export({ format: 'jwk' });
		const coordinates = [x, y].map((part) => new Uint8Array(Buffer.from(part, 'base64url')));
		const cose = isoCBOR.encode(
			new Map<number, number | Uint8Array>([
				[1, 2],
				[3, -7],
				[-1, 1],
				[-2, coordinates[0] as Uint8Array],
				[-3, coordinates[1] as Uint8Array],
			]) as never,
		);
		const length = Buffer.alloc(2);
		length.writeUInt16BE(this.id.length);
		const attested = Buffer.concat([Buffer.alloc(16), length, this.id, Buffer.from(cose)]);
		const object = isoCBOR.encode(
			new Map<string, unknown>([
				['fmt', 'none'],
				['attStmt', new Map()],
				['authData', new Uint8Array(this.#data(forged, attested))],
			]) as never,
		);
		return this.#answer({
			clientDataJSON: this.#client('webauthn.create', challenge, forged),
			...{ attestationObject: text(object), transports: ['internal'] },
		});
	}

	/** Answers the options of `optionsToEnter`. */
	get(options: string, forged: Forgery = {}): string {
		const { challenge } = JSON.parse(options) as { challenge: string };
		this.counter += 1;
		const clientDataJSON = this.#client('webauthn.get', challenge, forged);
		const data = this.#data({ counter: this.counter, ...forged });
		const signed = Buffer.concat([data, sha256(Buffer.from(clientDataJSON, 'base64url'))]);
		return this.#answer({
			...{ clientDataJSON, authenticatorData: text(data), signature: text(sign('sha256', signed, this.#key)) },
			userHandle: forged.userHandle ?? this.#user,
		});
	}

	#client(type: string, challenge: string, forged: Forgery): string {
		const { origin = this.#origin } = forged;
		return text(Buffer.from(JSON.stringify({ type, challenge: forged.challenge ?? challenge, origin })));
	}

	#data({ rpId = new URL(this.#origin).hostname, counter = 0, verified = true }: Forgery, attested?: Buffer): Buffer {
		const flags = 1 | (verified ? 4 : 0) | (attested ? 64 : 0);
		const count = Buffer.alloc(4);
		count.writeUInt32BE(counter);
		return Buffer.concat([sha256(rpId), Buffer.from([flags]), count, attested ?? Buffer.alloc(0)]);
	}

	#answer(response: Record<string, unknown>): string {
		const id = text(this.id);
		return JSON.stringify({ id, rawId: id, type: 'public-key', clientExtensionResults: {}, response });
	}
}
