/** A short film that activities show and that the public can see at home. */
export const audiences = [
	'general_public',
	'age_12_14',
	'age_15_18',
	'parents',
	'job_seekers',
	'health_staff',
	'teachers',
] as const;
export type VideoAudience = (typeof audiences)[number];

export const licences = ['cc0', 'cc_by', 'cc_by_sa', 'permission'] as const;
export type Licence = (typeof licences)[number];

export const answers = [1, 2, 3, 4, 5] as const;

export const videoStates = ['draft', 'approved', 'withdrawn'] as const;
export type VideoState = (typeof videoStates)[number];

/** Languages that captions may be in; the first has to be there. */
export const captionLanguages = ['sq', 'en', 'rom', 'el', 'mk', 'sr', 'it', 'ar', 'fa'] as const;
export type CaptionLanguage = (typeof captionLanguages)[number];

/** Captions tell sounds too, for who cannot hear; subtitles only what is said. */
export const captionKinds = ['captions', 'subtitles'] as const;
export const captionMakings = ['by_hand', 'by_machine'] as const;

export type Video = {
	id: string;
	committeeId: string;
	titleSq: string;
	titleEn: string;
	audience: VideoAudience;
	/** Which of the five answers it serves. */
	answers: number[];
	/** Who made it, as the page names it. */
	maker: string;
	licence: Licence;
	/** The last day on which it is shown; null while it has none. */
	expiresOn: string | null;
	state: VideoState;
	/** Who changed it last: `<role>:<account>`. */
	changedBy: string;
	approvedBy: string | null;
	approvedAt: Date | null;
	demonstration: boolean;
};

/** One stored form of a video: as it was uploaded, or a smaller size. */
export type VideoFile = {
	sha256: string;
	bytes: number;
	mediaType: string;
	kind: 'original' | 'size';
	width: number;
	height: number;
	seconds: number;
	codecs: string;
	lookedAtBy: 'own' | 'ffprobe';
};

export type Captions = {
	language: CaptionLanguage;
	kind: (typeof captionKinds)[number];
	vtt: string;
	transcript: string;
	made: (typeof captionMakings)[number];
	reviewer: string;
};

export const sizeStates = ['waiting', 'working', 'done', 'failed', 'cancelled'] as const;
export type SizeState = (typeof sizeStates)[number];
/** A smaller size on its way. */
export type VideoSize = { height: number; state: SizeState; percent: number; reason: string | null };

/** The most that may be uploaded. */
export const mostVideoBytes = 200 * 1024 * 1024;

const steps = [240, 360, 480, 720] as const;

/** The sizes that are made of an original: smaller ones only, never larger than the source. */
export const sizesOf = ({ width, height }: Pick<VideoFile, 'width' | 'height'>): number[] =>
	// Held upright, the short side is what counts.
	steps.filter((step) => step < Math.min(width, height));

/** The account of an actor; null for who acts without one. */
const accountOf = (actor: string): string | null => actor.split(':')[1] ?? null;

export const approvalFaults = [
	'not_draft',
	'no_file',
	'no_captions',
	'expired',
	'same_person',
	'sizes_underway',
] as const;
export type ApprovalFault = (typeof approvalFaults)[number];

type Standing = {
	video: Pick<Video, 'state' | 'changedBy' | 'expiresOn'>;
	files: readonly Pick<VideoFile, 'kind'>[];
	captions: readonly Pick<Captions, 'language'>[];
	sizes: readonly Pick<VideoSize, 'state'>[];
	today: string;
};

/** Everything that stands against approving a video, in the order in which it is mended; empty when nothing does. */
export function whyNotApprove({ video, files, captions, sizes, today }: Standing, actor: string): ApprovalFault[] {
	const against: Record<ApprovalFault, boolean> = {
		not_draft: video.state !== 'draft',
		no_file: !files.some(({ kind }) => kind === 'original'),
		no_captions: !captions.some(({ language }) => language === captionLanguages[0]),
		expired: video.expiresOn !== null && video.expiresOn < today,
		sizes_underway: sizes.some(({ state }) => state === 'waiting' || state === 'working'),
		same_person: accountOf(video.changedBy) !== null && accountOf(video.changedBy) === accountOf(actor),
	};
	return approvalFaults.filter((fault) => against[fault]);
}

/** What a player is given first: the smallest that is still clear on a phone. */
export function forPhones<F extends Pick<VideoFile, 'height' | 'bytes'>>(files: readonly F[]): F | undefined {
	const byBytes = [...files].sort((one, other) => one.bytes - other.bytes);
	return byBytes.find(({ height }) => height >= 360) ?? byBytes[0];
}

/** What is told of whole files, smallest first; an upload that is neither the smallest nor alone counts as the best. */
export const bySize = <F extends Pick<VideoFile, 'bytes'>>(files: readonly F[]): F[] =>
	[...files].sort((one, other) => one.bytes - other.bytes);
