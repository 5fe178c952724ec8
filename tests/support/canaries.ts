import { randomBytes } from 'node:crypto';
import type { Role } from '#people/model.ts';

/** Somebody who looks: the public, a person with a seat, or whoever gets the mails of an institution without an account. */
export type Viewer =
	| 'public'
	| 'administrator'
	| 'national'
	| `${string} mailbox`
	| `${string} ${Role}`
	| `${string} ${Role} of others`;

/** A value that was planted, and who may come across it; whoever else does has found a leak. */
export type Canary = {
	/** Table and column. */
	where: string;
	/** In words, for whoever reads the failure. */
	what: string;
	/** How it may look in an output. */
	forms: readonly string[];
	seenBy: readonly Viewer[];
};

const letters = 'bcdfghjklmnpqrstvwxz';
/** Wherever a word of ours could begin, also within another. */
const words = new RegExp(`(?=(knr[${letters}]{14}))`, 'g');

/** Plants canaries and remembers them. */
export class Canaries {
	readonly all: Canary[] = [];
	/** The words by themselves: a page is read once for all of them. */
	readonly #words = new Map<string, Canary>();
	/** With the other ways to look, each of which has to be searched for. */
	readonly #others: Canary[] = [];

	/** A word nobody writes by chance, of letters only, so that no escaping changes it. */
	word(where: string, what: string, seenBy: readonly Viewer[]): string {
		const word = `knr${[...randomBytes(14)].map((byte) => letters[byte % letters.length]).join('')}`;
		this.#remember(where, what, seenBy, [word]);
		return word;
	}

	email(where: string, what: string, seenBy: readonly Viewer[]): string {
		return `${this.word(where, what, seenBy)}@kanarina.example`;
	}

	phone(where: string, what: string, seenBy: readonly Viewer[]): string {
		const digits = String(randomBytes(6).readUIntBE(0, 6) % 100_000_000).padStart(8, '7');
		this.#remember(where, what, seenBy, [digits, `${digits.slice(0, 2)} ${digits.slice(2)}`]);
		return `+35569${digits}`;
	}

	/** Bytes that nobody may ever see, in none of the ways in which bytes are written. */
	secret(where: string, what: string, bytes: Buffer = randomBytes(32)): Buffer {
		this.#remember(
			where,
			what,
			[],
			[
				bytes.toString('hex'),
				bytes.toString('base64').replace(/=+$/, ''),
				bytes.toString('base64url'),
				bytes.toString('latin1'),
				bytes.toJSON().data.join(','),
			],
		);
		return bytes;
	}

	#remember(where: string, what: string, seenBy: readonly Viewer[], forms: string[]): void {
		const canary = { where, what, seenBy, forms: forms.map((form) => form.toLowerCase()) };
		this.all.push(canary);
		const [word = ''] = forms;
		if (forms.length === 1 && word.startsWith('knr')) this.#words.set(word, canary);
		else this.#others.push(canary);
	}

	/** The canaries in a text. */
	in(text: string): Canary[] {
		const small = text.toLowerCase();
		const found = new Set(this.#others.filter(({ forms }) => forms.some((form) => small.includes(form))));
		for (const [, word = ''] of small.matchAll(words)) {
			const canary = this.#words.get(word);
			if (canary) found.add(canary);
		}
		return [...found];
	}
}
