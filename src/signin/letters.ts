import type { Locale } from '#i18n/locales.ts';
import { type MessageKey, t } from '#i18n/t.ts';
import { type ComposedMail, composeMail } from '#mail/compose.ts';
import { codePlace, tokenPlace } from '#mail/model.ts';
import { invitationHours, mailMinutes } from './model.ts';

const greeting = (locale: Locale, name: string): string => t(locale, 'signin.mail.greeting', { name });

/** The mail with a link and a code; nothing in it opens the desk alone. */
export const signInLetter = (locale: Locale, name: string, requestId: string): ComposedMail =>
	composeMail(locale, {
		subject: t(locale, 'signin.mail.subject'),
		paragraphs: [greeting(locale, name), t(locale, 'signin.mail.code', { minutes: mailMinutes })],
		code: codePlace('sign_in', requestId),
		actions: [
			{ label: t(locale, 'signin.mail.link'), href: `/${locale}/desk/enter/link/${tokenPlace('sign_in', requestId)}` },
		],
		closing: [t(locale, 'signin.mail.not_you')],
	});

/** The path of the page of an invitation. @param token or its place in a mail */
export const invitationPath = (locale: Locale, token: string): string => `/${locale}/desk/enter/invitation/${token}`;

export const invitationLetter = (locale: Locale, name: string, invitationId: string): ComposedMail =>
	composeMail(locale, {
		subject: t(locale, 'signin.invitation.subject'),
		paragraphs: [greeting(locale, name), t(locale, 'signin.invitation.text', { hours: invitationHours })],
		actions: [
			{
				label: t(locale, 'signin.invitation.open'),
				href: invitationPath(locale, tokenPlace('invitation', invitationId)),
			},
		],
		closing: [t(locale, 'signin.invitation.not_you')],
	});

/** What happened to an account that its owner has to know of. */
export type SecurityNews = 'factors' | 'recovery' | 'enrolled';

export const securityLetter = (locale: Locale, name: string, news: SecurityNews): ComposedMail =>
	composeMail(locale, {
		subject: t(locale, 'signin.news.subject'),
		paragraphs: [greeting(locale, name), t(locale, `signin.news.${news}` satisfies MessageKey)],
		closing: [t(locale, 'signin.news.not_you')],
	});
