// The sound of the film, made of sines: a low breath of two notes, a drop for each message, a bell. No music of anybody, no voice.

const rate = 44_100;

/** A note that fades: its frequencies with their shares. */
type Note = { at: number; length: number; loud: number; parts: readonly (readonly [hertz: number, share: number])[] };

const drop = (at: number, index: number): Note => ({
	at,
	length: 0.9,
	loud: 0.16,
	// Each message a step lower: what began friendly presses.
	parts: [
		[880 * 0.94 ** index, 1],
		[1760 * 0.94 ** index, 0.25],
	],
});
const bell = (at: number): Note => ({
	at,
	length: 4.5,
	loud: 0.3,
	parts: [
		[262, 0.5],
		[523.2, 1],
		[659, 0.5],
		[1047, 0.35],
		[1571, 0.18],
		[2093, 0.1],
	],
});

/** A whole sound as a WAV file, one channel of 16 bits; the same bytes every time. */
export function soundOf(
	seconds: number,
	{ messages, bells }: { messages: readonly number[]; bells: readonly number[] },
): Buffer {
	const samples = new Float64Array(Math.round(seconds * rate));
	for (const note of [...messages.map(drop), ...bells.map(bell)]) add(samples, note);
	for (let index = 0; index < samples.length; index++) {
		const t = index / rate;
		const breath = 0.5 + 0.5 * Math.sin((t * 2 * Math.PI) / 9);
		const edge = Math.min(1, t / 2, (seconds - t) / 2.5);
		const low = Math.sin(2 * Math.PI * 110 * t) + 0.6 * Math.sin(2 * Math.PI * 164.8 * t) * breath;
		samples[index] = (samples[index] ?? 0) + low * 0.035 * edge;
	}
	return asWave(samples);
}

function add(samples: Float64Array, { at, length, loud, parts }: Note): void {
	const first = Math.round(at * rate);
	for (let index = 0; index < length * rate && first + index < samples.length; index++) {
		const t = index / rate;
		const shape = Math.min(1, t / 0.006) * Math.exp((-t * 5) / length);
		let value = 0;
		for (const [hertz, share] of parts) value += share * Math.sin(2 * Math.PI * hertz * t);
		samples[first + index] = (samples[first + index] ?? 0) + value * shape * loud * 0.6;
	}
}

function asWave(samples: Float64Array): Buffer {
	const bytes = Buffer.alloc(44 + samples.length * 2);
	bytes.write('RIFF', 0);
	bytes.writeUInt32LE(bytes.length - 8, 4);
	bytes.write('WAVEfmt ', 8);
	bytes.writeUInt32LE(16, 16);
	bytes.writeUInt16LE(1, 20);
	bytes.writeUInt16LE(1, 22);
	bytes.writeUInt32LE(rate, 24);
	bytes.writeUInt32LE(rate * 2, 28);
	bytes.writeUInt16LE(2, 32);
	bytes.writeUInt16LE(16, 34);
	bytes.write('data', 36);
	bytes.writeUInt32LE(samples.length * 2, 40);
	samples.forEach((value, index) => {
		bytes.writeInt16LE(Math.round(Math.max(-1, Math.min(1, value)) * 32_000), 44 + index * 2);
	});
	return bytes;
}
