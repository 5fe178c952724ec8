import { redirect } from '@sveltejs/kit';
import { defaultLocale } from '#i18n/locales.ts';

export const load = () => redirect(302, `/${defaultLocale}`);
