/**
 * What comes in thousands a second (a class that sends, a page that everybody reads, a flood of either) takes turns with everything else. The desk
 * asks the database a dozen times for one page, and each answer waits for a turn of the event loop: when a turn lasts for all that has come in, it
 * waits for a hundred strangers each time. So only so many are begun in a turn; the others wait, in their order, and nobody is turned away.
 */
export class Lane {
	readonly #perTurn: number;
	readonly #waiting: (() => void)[] = [];
	#left: number;
	#turning = false;

	/** @param perTurn how many are begun in one turn of the event loop */
	constructor(perTurn: number) {
		this.#perTurn = perTurn;
		this.#left = perTurn;
	}

	/** Begins the work at once while there is room in this turn, else when those before it have been begun. The work must not throw. */
	run(work: () => void): void {
		if (this.#left > 0) {
			this.#left -= 1;
			work();
		} else this.#waiting.push(work);
		this.#turn();
	}

	#turn(): void {
		if (this.#turning) return;
		this.#turning = true;
		setImmediate(() => {
			this.#turning = false;
			const next = this.#waiting.splice(0, this.#perTurn);
			this.#left = this.#perTurn - next.length;
			for (const work of next) work();
			if (next.length > 0) this.#turn();
		});
	}
}
