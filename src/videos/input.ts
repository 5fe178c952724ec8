import { Reader, type Typed } from '#platform/forms.ts';
import type { Parsed } from '#platform/problem.ts';
import {
	answers,
	audiences,
	type Captions,
	captionKinds,
	captionLanguages,
	captionMakings,
	licences,
	type Video,
} from './model.ts';
import { readCaptions } from './webvtt.ts';

export type VideoDraft = Pick<
	Video,
	'titleSq' | 'titleEn' | 'audience' | 'answers' | 'maker' | 'licence' | 'expiresOn'
>;

/** What a video is, without its file. */
export function parseVideo(typed: Typed): Parsed<VideoDraft> {
	const read = new Reader(typed);
	const titleSq = read.text('title_sq', 120, { required: true });
	const titleEn = read.text('title_en', 120, { required: true });
	const audience = read.choice('audience', audiences, { required: true });
	const served = read.choices('answers', answers.map(String), { required: true });
	const maker = read.text('maker', 120, { required: true });
	const licence = read.choice('licence', licences, { required: true });
	const expiresOn = read.day('expires_on');
	if (read.issues.length > 0 || !titleSq || !titleEn || !audience || !maker || !licence)
		return { ok: false, issues: read.issues };
	return { ok: true, value: { titleSq, titleEn, audience, answers: served.map(Number), maker, licence, expiresOn } };
}

/** The form that shows a video as it is. */
export const typedFor = (video: VideoDraft): Typed => ({
	title_sq: [video.titleSq],
	title_en: [video.titleEn],
	audience: [video.audience],
	answers: video.answers.map(String),
	maker: [video.maker],
	licence: [video.licence],
	expires_on: video.expiresOn ? [video.expiresOn] : [],
});

/** @param seconds the length of the video, where there is one: captions must not go beyond it */
export function parseCaptions(typed: Typed, seconds: number | null): Parsed<Captions> {
	const read = new Reader(typed);
	const language = read.choice('language', captionLanguages, { required: true });
	const kind = read.choice('kind', captionKinds, { required: true });
	const vtt = read.text('vtt', 200_000, { required: true });
	const captions = vtt === null ? null : readCaptions(vtt, 'vtt', seconds);
	if (captions && !captions.ok) read.issues.push(...captions.issues);
	const transcript = read.text('transcript', 50_000, { required: true });
	const made = read.choice('made', captionMakings, { required: true });
	const reviewer = read.text('reviewer', 120, { required: true });
	if (read.issues.length > 0 || !language || !kind || !captions?.ok || !transcript || !made || !reviewer)
		return { ok: false, issues: read.issues };
	return { ok: true, value: { language, kind, vtt: captions.vtt, transcript, made, reviewer } };
}

export const typedForCaptions = (captions: Captions): Typed => ({
	language: [captions.language],
	kind: [captions.kind],
	vtt: [captions.vtt],
	transcript: [captions.transcript],
	made: [captions.made],
	reviewer: [captions.reviewer],
});
