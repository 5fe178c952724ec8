import type { Locale } from '#i18n/locales.ts';
import type { CaptionLanguage, Video, VideoFile } from './model.ts';

export const videoTitle = (locale: Locale, { titleSq, titleEn }: Pick<Video, 'titleSq' | 'titleEn'>): string =>
	locale === 'sq' ? titleSq : titleEn;

/** The languages of captions, each in its own words. */
export const captionLanguageName: Record<CaptionLanguage, string> = {
	sq: 'Shqip',
	en: 'English',
	rom: 'Romani',
	el: 'Ελληνικά',
	mk: 'Македонски',
	sr: 'Srpski',
	it: 'Italiano',
	ar: 'العربية',
	fa: 'فارسی',
};

export const directionOf = (language: CaptionLanguage): 'rtl' | 'ltr' =>
	language === 'ar' || language === 'fa' ? 'rtl' : 'ltr';

const endings: Record<string, string> = { 'video/mp4': 'mp4', 'video/webm': 'webm' };

/** The last part of the address of a file. */
export const fileName = ({ sha256, mediaType }: Pick<VideoFile, 'sha256' | 'mediaType'>): string =>
	`${sha256}.${endings[mediaType] ?? 'mp4'}`;
