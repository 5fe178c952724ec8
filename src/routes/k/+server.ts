import { redirect } from '@sveltejs/kit';
import { defaultLocale } from '#i18n/locales.ts';

/** The address as it is said aloud. */
export const GET = () => redirect(303, `/${defaultLocale}/k`);
