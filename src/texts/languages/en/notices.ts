import type { NoticeTexts } from '../../shape/notices.js';

export const notices: NoticeTexts = {
  greeting:
    'Hello, {user_name}! This is {client_name}. Tell me what you need: I will answer right away or bring in a colleague.',
  handover_opened: 'I am bringing in a colleague. The answer will come right here.',
  handover_closed_hours:
    'We are closed now and open {opens_at}. We have your message and will answer it here as soon as we are back.',
  taken: '',
  deferred: 'If I cannot help, a colleague joins in {minutes}. Need a person right now? Write “operator”.',
  not_understood: 'I am not sure I got that. Could you put it in other words, please?',
  out_of_scope:
    'I am afraid I cannot help with that: it is not something we do. Need a person? Write “operator”.',
  unsupported: 'I cannot open this kind of message. Could you write it as text, please?',
  media: 'I only understand text so far. Could you put it in words, or ask for a person?',
  resolved: 'Happy to help! If anything else comes up, just write here.',
  rating: 'How did we do? Please rate us from 1 to 5.',
  rated: 'Thank you for rating us!',
  timeout: 'Sorry we did not see this through. If you still need us, write here and we will carry on.',
  returned: 'I am back. Ask away, I will do my best.',
  model_down:
    'I am having a little trouble, so I am bringing in a colleague. The answer will come right here.',
  rate_limited: 'That is more messages than I can keep up with. Please wait {minutes} and write again.',
};
