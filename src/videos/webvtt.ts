import type { Issue } from '#platform/problem.ts';

/** One caption: from when to when it stands in the picture, in seconds, and its lines. */
export type Cue = { from: number; to: number; text: string };

/** Captions as they are kept, with what they hold; or what is wrong with them, each with its line. */
export type ReadCaptions = { ok: true; vtt: string; cues: Cue[] } | { ok: false; issues: Issue[] };

const timing = /^(\S+)[ \t]+-->[ \t]+(\S+)((?:[ \t]+\S+)*)[ \t]*$/;
const instant = /^(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})$/;
const setting =
	/^(vertical:(rl|lr)|line:-?[\d.]+%?(,(start|center|end))?|position:[\d.]+%(,[\w-]+)?|size:[\d.]+%|align:(start|center|end|left|right))$/;
/** What a player draws as we mean it: emphasis, who speaks, another language. No classes, no styles, no links. */
const tag = /<\/?(?:b|i|u)>|<v(?: [^<>]{1,80})?>|<\/v>|<lang [a-zA-Z-]{2,12}>|<\/lang>/g;

const mostIssues = 20;
const mostLetters = 180;
const mostLines = 3;

const secondsIn = (text: string): number | null => {
	const match = instant.exec(text);
	if (!match) return null;
	const [hours, minutes, seconds, thousandths] = match.slice(1).map((part) => Number(part ?? 0));
	return (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0) + (thousandths ?? 0) / 1000;
};

/**
 * Reads WebVTT strictly: a player passes over in silence what it does not understand, and then somebody who cannot hear misses it.
 * @param seconds how long the video is; null where there is none yet
 */
export function readCaptions(text: string, field: string, seconds: number | null): ReadCaptions {
	const lines = text
		.replace(/^\ufeff/, '')
		.replace(/\r\n?/g, '\n')
		.trimEnd()
		.split('\n');
	const issues: Issue[] = [];
	const cues: Cue[] = [];
	const wrong = (line: number, code: string, words: Issue['words'] = {}) => {
		if (issues.length < mostIssues) issues.push({ field, message: `video.vtt.${code}`, words: { line, ...words } });
	};
	if (!/^WEBVTT([ \t].*)?$/.test(lines[0] ?? '')) wrong(1, 'no_header');
	else if ((lines[1] ?? '') !== '') wrong(2, 'no_empty_line');
	for (const block of blocksOf(lines)) {
		const cue = readBlock(block, cues.at(-1), seconds, wrong);
		if (cue) cues.push(cue);
	}
	if (cues.length === 0 && issues.length === 0) wrong(lines.length, 'no_cues');
	return issues.length > 0 ? { ok: false, issues } : { ok: true, vtt: `${lines.join('\n')}\n`, cues };
}

type Block = { at: number; lines: string[] };

/** What stands between empty lines, without the head. */
function blocksOf(lines: readonly string[]): Block[] {
	const blocks: Block[] = [];
	let open: Block | null = null;
	lines.forEach((line, index) => {
		if (line.trim() === '') open = null;
		else if (open) open.lines.push(line);
		else {
			open = { at: index + 1, lines: [line] };
			blocks.push(open);
		}
	});
	return blocks.filter(({ at }) => at > 1);
}

type Wrong = (line: number, code: string, words?: Issue['words']) => void;

function readBlock({ at, lines }: Block, before: Cue | undefined, seconds: number | null, wrong: Wrong): Cue | null {
	const [first = ''] = lines;
	if (/^NOTE([ \t]|$)/.test(first)) return null;
	if (/^(STYLE|REGION)[ \t]*$/.test(first)) {
		wrong(at, 'styles');
		return null;
	}
	const named = !first.includes('-->');
	const line = named ? at + 1 : at;
	const times = lines[named ? 1 : 0] ?? '';
	if (!times.includes('-->')) {
		wrong(line, 'no_times', { text: times.slice(0, 40) || first.slice(0, 40) });
		return null;
	}
	const span = readTimes(times, line, wrong);
	const spoken = lines.slice(named ? 2 : 1);
	checkText(spoken, line, wrong);
	if (!span) return null;
	if (before && span.from < before.from) wrong(line, 'out_of_order');
	if (seconds !== null && span.to > seconds + 1) wrong(line, 'after_end', { seconds: Math.round(seconds) });
	return { ...span, text: spoken.join('\n').replace(tag, '') };
}

function readTimes(text: string, line: number, wrong: Wrong): { from: number; to: number } | null {
	const match = timing.exec(text);
	if (!match) {
		wrong(line, 'no_times', { text: text.slice(0, 40) });
		return null;
	}
	const [, begin = '', end = '', settings = ''] = match;
	const [from, to] = [secondsIn(begin), secondsIn(end)];
	if (from === null || to === null) {
		const bad = from === null ? begin : end;
		// The other format of subtitles writes a comma: by far the most usual slip.
		wrong(line, bad.includes(',') ? 'comma' : 'bad_time', { text: bad.slice(0, 40) });
		return null;
	}
	const strange = settings.split(/[ \t]+/).find((one) => one !== '' && !setting.test(one));
	if (strange !== undefined) wrong(line, 'bad_setting', { text: strange.slice(0, 40) });
	if (to <= from) {
		wrong(line, 'backwards');
		return null;
	}
	return { from, to };
}

function checkText(spoken: readonly string[], line: number, wrong: Wrong): void {
	if (spoken.length === 0) wrong(line, 'no_text');
	if (spoken.length > mostLines) wrong(line, 'many_lines', { most: mostLines });
	if ([...spoken.join(' ')].length > mostLetters) wrong(line, 'long_text', { most: mostLetters });
	spoken.forEach((text, index) => {
		const at = line + index + 1;
		if (text.includes('-->')) wrong(at, 'no_empty_line');
		const strange = /<[^<>]{0,40}>?/.exec(text.replace(tag, ''));
		if (strange) wrong(at, 'bad_tag', { text: strange[0] });
		const bare = /&(?!(?:amp|lt|gt|nbsp|lrm|rlm);)\S{0,10}/.exec(text);
		if (bare) wrong(at, 'bad_sign', { text: bare[0] });
	});
}
