import { redirect } from '@sveltejs/kit';
import { defaultLocale } from '#i18n/locales.ts';
import type { RequestHandler } from './$types';

/** The short address on the wall. */
export const GET: RequestHandler = ({ params }) =>
	redirect(303, `/${defaultLocale}/k/${encodeURIComponent(params.code)}`);
