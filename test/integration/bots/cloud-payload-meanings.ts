/** What a recorded webhook means: what is to be found afterwards. */
export type Meaning =
  /** Messages of a user, oldest first. */
  | { stored: Stored[] }
  /** How far the message has come that the assistant sent before. */
  | { status: string; reason?: string }
  /** What the user, or the owner on the phone, wrote before now reads like this, or is taken back. */
  | { edited: string }
  | { deleted: true }
  /** What the owner wrote from the phone. */
  | { fromPhone: string }
  /** One person goes by this number as well from now on. */
  | { alsoKnownAs: string }
  /** The owner of the business is told; or no more. */
  | { alarm: string | null }
  /** Nothing is to be done: said in the log, in these words. */
  | { setAside: RegExp };

type Stored = {
  kind: string;
  content?: string;
  reply_to?: string;
  details?: object;
  /** WhatsApp's id of the file, or none. */
  media?: string;
  unsupported_kind?: string;
  forwarded?: true;
};

const told = (...stored: Stored[]): Meaning => ({ stored });
const text = (content: string, more: Partial<Stored> = {}): Meaning =>
  told({ kind: 'text', content, ...more });
const contact = (phone_number: string, name: object): Stored => ({
  kind: 'contact',
  details: { contact: { phone_number, ...name } },
});
const unusable: Meaning = { alarm: 'number_restricted' };
const usable: Meaning = { alarm: null };
const business: Meaning = { setAside: /nothing to be done about/ };
const template: Meaning = { setAside: /Meta tells about a template/ };
const notUsed: Meaning = { setAside: /changes of this kind are not used/ };
const answered = 'delivery_rating: 4\npurchase_rating: 2\nrecommend_radio: 0\ncs_rating: 0';
const basket = '🛒\nHAMBURGER × 3, 30 ILS\nFRENCH_FRIES × 2, 35 ILS\nSODA × 2, 10 ILS';

/** Every recorded webhook by its name, and what it means. */
export const meanings: Readonly<Record<string, Meaning>> = {
  'account_update/account_deleted': unusable,
  'account_update/account_disabled': usable,
  'account_update/account_offboarded': unusable,
  'account_update/account_reconnected': usable,
  'account_update/account_restriction': unusable,
  'account_update/account_violation': unusable,
  'account_update/ad_account_linked': business,
  'account_update/authentication_international_eligibility': business,
  'account_update/mm_api_for_wa_terms_of_service': business,
  'account_update/partner_added': usable,
  'account_update/partner_app_installed': usable,
  'account_update/partner_app_uninstalled': unusable,
  'account_update/partner_led_business_verification_status': business,
  'account_update/partner_removed': unusable,
  'account_update/partner_removed_wa_app_disconnection': unusable,
  'account_update/pricing_tiering_update': business,
  'account_update/primary_business_location_set': business,
  'call_connect/business_initiated': { setAside: /how a call goes on/ },
  'call_connect/user_initiated': told({ kind: 'unsupported', unsupported_kind: 'call' }),
  'call_permission_update/accept': told({ kind: 'unsupported', unsupported_kind: 'call_permission_reply' }),
  'call_permission_update/reject': told({ kind: 'unsupported', unsupported_kind: 'call_permission_reply' }),
  'call_status/call_status': notUsed,
  'call_terminate/call_terminate': { setAside: /how a call goes on/ },
  'callback_button/button': told({ kind: 'button', content: 'title' }),
  'callback_button/quick_reply': told({ kind: 'button', content: 'title', reply_to: 'wamid.xyzxyz==' }),
  'callback_button/quick_reply_without_context': told({ kind: 'button', content: 'title' }),
  'callback_selection/callback': told({ kind: 'button', content: 'title', reply_to: 'wamid.xyzxyz' }),
  'callback_selection/description': told({ kind: 'button', content: 'title', reply_to: 'wamid.xyzxyz' }),
  'deleted_message/revoke': { deleted: true },
  'edited_message/image': { edited: 'Updated image caption' },
  'flow_completion/completion': text(`comment_text: Comment Text\n${answered}`),
  'flow_completion/without_flow_token': text(`comment_text: Comment Text\n${answered}`),
  'message/animated_sticker': told({ kind: 'sticker', media: '1234567890987654321' }),
  'message/audio': told({ kind: 'audio', media: '1234567890987654321', forwarded: true }),
  'message/chosen_location': told({
    kind: 'location',
    details: {
      location: {
        latitude: 37.4611978,
        longitude: -122.2164385,
        title: 'Facebook HQ',
        address: '1 Hacker Way, Menlo Park, CA 94025',
      },
    },
  }),
  'message/contacts': told(
    contact('+1 555-555-5555', { first_name: 'Chandler', last_name: 'Bing' }),
    contact('+1 666-666-6666', { first_name: 'Monica' }),
    contact('+1 777-777-7777', { first_name: 'Rachel', last_name: 'Green' }),
  ),
  'message/current_location': told({
    kind: 'location',
    details: { location: { latitude: 12.25089, longitude: 43.90539 } },
    forwarded: true,
  }),
  'message/document': told({ kind: 'document', content: 'caption', media: '1234567890987654321' }),
  'message/forwarded': text('forwarded text', { forwarded: true }),
  'message/forwarded_many_times': text('text forwarded many times', { forwarded: true }),
  'message/image': told({ kind: 'image', content: '', media: '65463453' }),
  'message/interactive_message_with_err': told({ kind: 'unsupported', unsupported_kind: 'interactive' }),
  'message/media_with_url': told({ kind: 'image', content: '', media: '65463453' }),
  'message/order': text(basket),
  'message/reaction': told({ kind: 'reaction', content: '😮', reply_to: 'wamid.yzxyzx=' }),
  'message/referral': text('BODY', { details: { ad: { title: 'AD_TITLE', url: 'AD_OR_POST_FB_URL' } } }),
  'message/reply': text('replied text', { reply_to: 'wamid.xyzxyz==' }),
  'message/static_sticker': told({ kind: 'sticker', media: '1234567890987654321' }),
  'message/text': text('Body Text'),
  'message/unreaction_empty': told({ kind: 'reaction', content: '', reply_to: 'wamid.yzxyzx=' }),
  'message/unreaction_no_emoji': told({ kind: 'reaction', content: '', reply_to: 'wamid.yzxyzx=' }),
  'message/unsupported': told({ kind: 'unsupported', unsupported_kind: 'unsupported' }),
  'message/unsupported_with_type': told({ kind: 'unsupported', unsupported_kind: 'pool' }),
  'message/video': told({ kind: 'video', content: 'caption', media: '765756756', forwarded: true }),
  'message/voice': told({ kind: 'voice', media: '1234567890987654321' }),
  'message_status/delivered': { status: 'delivered' },
  'message_status/failed': { status: 'failed', reason: 'held_back' },
  'message_status/group': { setAside: /a group/ },
  'message_status/played': { status: 'read' },
  'message_status/read': { status: 'read' },
  'message_status/sent': { status: 'sent' },
  'message_status/with_tracker': { status: 'sent' },
  'outgoing_message/delete': { deleted: true },
  'outgoing_message/edit': { edited: 'Text was edited' },
  'outgoing_message/text': { fromPhone: 'Test message' },
  'system/identity_change': { setAside: /nobody wrote it: customer_identity_changed/ },
  'system/phone_number_change': { alsoKnownAs: '972912345678' },
  'template_category_update/marketing': template,
  'template_components_update/element': template,
  'template_quality_update/yellow': template,
  'template_status_update/approved': template,
  'template_status_update/rejected': template,
  'user_marketing_preferences/resume': notUsed,
  'user_marketing_preferences/signup': notUsed,
};
