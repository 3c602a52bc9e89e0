export type CommonTexts = {
  loading: string;
  retry: string;
  cancel: string;
  close: string;
  more: string;
  unreachable: string;
  failed: string;
  notFound: string;
  notFoundWhat: string;
};
