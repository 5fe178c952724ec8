import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import os from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';

/** FFmpeg and FFprobe where they are installed. */
export type Tools = { ffmpeg: string; ffprobe: string };

/**
 * Finds them in PATH, or in the folder that `KAMBANA_FFMPEG` names; `none` says that there are none. Without them videos are
 * shown as they were uploaded.
 */
export function findTools(env: NodeJS.ProcessEnv = process.env): Tools | null {
	if (env.KAMBANA_FFMPEG === 'none') return null;
	const folders = env.KAMBANA_FFMPEG ? [env.KAMBANA_FFMPEG] : (env.PATH ?? '').split(delimiter);
	const find = (name: string) => folders.map((folder) => join(folder, name)).find(isProgram);
	const [ffmpeg, ffprobe] = [find('ffmpeg'), find('ffprobe')];
	return ffmpeg && ffprobe ? { ffmpeg, ffprobe } : null;
}

function isProgram(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

const formats: Record<string, string> = { 'video/mp4': 'mp4', 'video/webm': 'matroska' };
/** The format is said, and nothing but this file may be opened: a playlist that calls itself a video reaches no other. */
const input = (path: string, mediaType: string): string[] => [
	...['-protocol_whitelist', 'file,pipe', '-f', formats[mediaType] ?? 'mp4', '-i', `file:${path}`],
];

type Ended = { code: number | null; said: string; output: string };

/** Runs a program that nobody waits for beyond its time; its last words are kept, no more. */
function run(
	program: string,
	options: readonly string[],
	{ seconds, signal, onLine }: { seconds: number; signal?: AbortSignal; onLine?: (line: string) => void },
): Promise<Ended> {
	const { promise, resolve, reject } = Promise.withResolvers<Ended>();
	const child = spawn(program, options, {
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { PATH: process.env.PATH ?? '', LC_ALL: 'C' },
		timeout: seconds * 1000,
		killSignal: 'SIGKILL',
		...(signal ? { signal } : {}),
	});
	// Pages come first. Where the system does not allow it, it goes on as it is.
	if (child.pid !== undefined && os.getPriority(child.pid) < 10) os.setPriority(child.pid, 10);
	let [said, output] = ['', ''];
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		said = (said + text).slice(-2000);
	});
	createInterface({ input: child.stdout }).on('line', (line) => {
		if (output.length < 100_000) output += `${line}\n`;
		onLine?.(line);
	});
	child.once('error', reject);
	child.once('close', (code) => resolve({ code, said, output }));
	return promise;
}

/** What FFprobe found: enough to compare with our own look. */
export type Probed = { width: number; height: number; seconds: number; codecs: string[]; kinds: string[] };

/** Asks FFprobe; null when it cannot read the file, with nothing of why: its words are for nobody but developers. */
export async function probe({ ffprobe }: Tools, path: string, mediaType: string): Promise<Probed | null> {
	const options = ['-v', 'error', '-of', 'json', '-show_format', '-show_streams', ...input(path, mediaType)];
	const { code, output } = await run(ffprobe, options, { seconds: 20 });
	if (code !== 0) return null;
	const told = JSON.parse(output) as {
		format?: { duration?: string };
		streams?: { codec_type?: string; codec_name?: string; width?: number; height?: number }[];
	};
	const streams = told.streams ?? [];
	const picture = streams.find(({ codec_type }) => codec_type === 'video');
	return {
		width: picture?.width ?? 0,
		height: picture?.height ?? 0,
		seconds: Number(told.format?.duration ?? 0),
		codecs: streams.map(({ codec_name = '' }) => codec_name),
		kinds: streams.map(({ codec_type = '' }) => codec_type),
	};
}

/** How a size is to be made. */
type Order = {
	from: string;
	mediaType: string;
	to: string;
	/** Of the short side. */
	height: number;
	upright: boolean;
	seconds: number;
	signal: AbortSignal;
	/** Percent done, from 0 to 100. */
	onProgress: (percent: number) => void;
};

/** FFmpeg failed; its last line is what a person may be told. */
export class Unmade extends Error {}

/**
 * Makes one smaller size: H.264 and AAC, which every telephone plays, without any metadata, its head at the beginning so that it plays while it
 * loads. One thread: the machine also serves pages.
 */
export async function makeSize({ ffmpeg }: Tools, order: Order): Promise<void> {
	const { from, mediaType, to, height, upright, seconds, signal, onProgress } = order;
	const options = [
		...['-nostdin', '-hide_banner', '-v', 'error', '-progress', 'pipe:1', '-y', '-threads', '1'],
		...input(from, mediaType),
		...['-map', '0:v:0', '-map', '0:a:0?', '-sn', '-dn', '-map_metadata', '-1', '-map_chapters', '-1'],
		...['-vf', upright ? `scale=${height}:-2` : `scale=-2:${height}`, '-fpsmax', '30'],
		...['-c:v', 'libx264', '-profile:v', 'main', '-preset', 'medium', '-crf', '27', '-pix_fmt', 'yuv420p'],
		...['-c:a', 'aac', '-b:a', height > 360 ? '96k' : '48k', '-ac', '2', '-threads', '1'],
		...['-fflags', '+bitexact', '-flags:v', '+bitexact', '-flags:a', '+bitexact', '-movflags', '+faststart'],
		...['-f', 'mp4', `file:${to}`],
	];
	const onLine = (line: string) => {
		const microseconds = /^out_time_us=(\d+)/.exec(line)?.[1];
		if (microseconds) onProgress(Math.min(99, Math.floor((Number(microseconds) / 1e6 / seconds) * 100)));
	};
	const { code, said } = await run(ffmpeg, options, { seconds: 120 + seconds * 20, signal, onLine });
	if (code !== 0) throw new Unmade(lastLine(said) || 'FFmpeg stopped');
}

/** Without the folder: where files lie is nobody's business. */
const lastLine = (said: string): string =>
	(said.trim().split('\n').at(-1) ?? '').replace(/(file:)?\/[^\s:]+\//g, '').slice(0, 200);
