import { createHmac, randomBytes } from 'node:crypto';
import { isThisMachine } from './addresses.ts';

/** Time as it passes, or as a test lets it pass. */
export type Clock = { now(): number; after(milliseconds: number, run: () => void): void };

const clockOnTheWall: Clock = {
	now: Date.now,
	after: (milliseconds, run) => setTimeout(run, milliseconds).unref(),
};

/** The name under which a subject is counted: 128 bits that say nothing without the key. */
export const keyedName = (key: Buffer, subject: string): string =>
	createHmac('sha256', key).update(subject).digest().toString('latin1', 0, 16);

/**
 * Counts by subject (a network address, an account) within one window of time and forgets everything at its end. A subject
 * is kept as a keyed hash only; the key is drawn anew for each window and is nowhere but in this object. So nobody can
 * say afterwards who was counted, not even from a copy of the memory of the next window.
 */
export class Tally {
	readonly #milliseconds: number;
	readonly #clock: Clock;
	readonly #mostSubjects: number;
	#key = Buffer.alloc(0);
	#counts = new Map<string, number>();
	#end = 0;

	/** @param mostSubjects more would fill the memory: whoever comes later shares one count */
	constructor(seconds: number, clock: Clock = clockOnTheWall, mostSubjects = 100_000) {
		this.#milliseconds = seconds * 1000;
		this.#clock = clock;
		this.#mostSubjects = mostSubjects;
	}

	/** Counts one more. @returns how many there are now in this window, with this one */
	add(subject: string): number {
		if (this.#clock.now() >= this.#end) this.#begin();
		const own = keyedName(this.#key, subject);
		const name = this.#counts.has(own) || this.#counts.size < this.#mostSubjects ? own : '';
		const count = (this.#counts.get(name) ?? 0) + 1;
		this.#counts.set(name, count);
		return count;
	}

	/** Takes back what was counted of a subject in this window. */
	forgive(subject: string): void {
		this.#counts.delete(keyedName(this.#key, subject));
	}

	/** Whole seconds until everything is forgotten; 0 when nothing is counted. */
	get secondsLeft(): number {
		return Math.max(0, Math.ceil((this.#end - this.#clock.now()) / 1000));
	}

	/** How many subjects are kept. */
	get size(): number {
		return this.#counts.size;
	}

	#begin(): void {
		this.#key = randomBytes(32);
		this.#counts = new Map();
		this.#end = this.#clock.now() + this.#milliseconds;
		const end = this.#end;
		this.#clock.after(this.#milliseconds, () => {
			if (this.#end === end) this.#forget();
		});
	}

	#forget(): void {
		this.#key.fill(0);
		this.#counts = new Map();
		this.#end = 0;
	}
}

/** So many a second, and as many at once as have been saved up: whoever asks, and for the whole process. */
export class Rate {
	readonly #perSecond: number;
	readonly #most: number;
	readonly #now: () => number;
	#left: number;
	#at: number;

	constructor(perSecond: number, most: number, now: () => number = Date.now) {
		[this.#perSecond, this.#most, this.#now] = [perSecond, most, now];
		[this.#left, this.#at] = [most, now()];
	}

	/** Takes one; false when there is none left. */
	take(): boolean {
		const now = this.#now();
		this.#left = Math.min(this.#most, this.#left + ((now - this.#at) / 1000) * this.#perSecond);
		this.#at = now;
		if (this.#left < 1) return false;
		this.#left -= 1;
		return true;
	}
}

/**
 * How many requests one network may send. Generous: a school, a training of forty people or half a town behind one
 * mobile operator share one address. Public pages come from memory and are not counted at all.
 */
export const allowances = {
	/** Pages and files made for one visitor. */
	page: { most: 3000, seconds: 60 },
	/** Forms of any kind: forty phones that send ten forms in one minute stay below. */
	form: { most: 600, seconds: 60 },
	/** Forms that open an account; of all networks together, `together`. */
	signIn: { most: 100, seconds: 600, together: 3000, first: 5 },
} as const;

/** The forms that open an account, by their address. */
export const opensAccount = /^\/[a-z]{2}\/desk\/enter(\/|$)/;

export type Kind = 'page' | 'form' | 'signIn';

/** What the front counts by network address. */
export class NetworkLimits {
	readonly #tallies: Record<Kind | 'together', Tally>;

	constructor(clock: Clock = clockOnTheWall) {
		const { page, form, signIn } = allowances;
		this.#tallies = {
			page: new Tally(page.seconds, clock),
			form: new Tally(form.seconds, clock),
			signIn: new Tally(signIn.seconds, clock),
			together: new Tally(signIn.seconds, clock),
		};
	}

	/**
	 * Counts a request. Nobody on this machine is counted by address: without a proxy that is the office itself, and
	 * behind one the proxy says who asks.
	 * @param network from `networkOf`
	 * @returns whole seconds to wait; 0 when the request may pass
	 */
	wait(kind: Kind, network: string): number {
		const tally = this.#tallies[kind];
		const count = isThisMachine(network) ? 0 : tally.add(network);
		if (count > allowances[kind].most) return tally.secondsLeft;
		return kind === 'signIn' ? this.#waitForAll(count) : 0;
	}

	/** Many networks at once guess: then each has its first tries only, so that nobody is shut out by the others. */
	#waitForAll(count: number): number {
		const { together, first } = allowances.signIn;
		return this.#tallies.together.add('') > together && count > first ? this.#tallies.together.secondsLeft : 0;
	}
}

/** What one subject may try inside the application, whatever address it comes from. */
const tries = {
	/** Codes typed for one account. */
	code: { most: 10, seconds: 900 },
} as const;

export type Try = keyof typeof tries;

const tallies = new Map<Try, Tally>();

const tallyOf = (kind: Try): Tally => {
	const tally = tallies.get(kind) ?? new Tally(tries[kind].seconds);
	tallies.set(kind, tally);
	return tally;
};

/**
 * Counts a try. Kept in the memory of this process only: what has to outlive a restart (a code that is used up) belongs in
 * the database besides. Count what was asked for, known or not, or the limit tells which accounts exist.
 * @param subject an id, or an address in its search form; never shown and never kept as it is
 * @returns whole seconds to wait, for `Retry-After`; 0 when this try may go on
 * @example if (attempt('code', accountId) > 0) throw new Problem('too_many', 'codes of one account');
 */
export function attempt(kind: Try, subject: string): number {
	const tally = tallyOf(kind);
	return tally.add(subject) > tries[kind].most ? tally.secondsLeft : 0;
}

/** After a success: the tries before it were a person's slips. */
export const forgiveAttempts = (kind: Try, subject: string): void => tallyOf(kind).forgive(subject);
