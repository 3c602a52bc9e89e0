/** What a person would call a user; null for somebody of whom nothing is known. */
export function calledBy(user: {
  name: string | null;
  username: string | null;
  phone: string | null;
}): string | null {
  return user.name || (user.username && `@${user.username}`) || user.phone;
}

/** What is typed to erase a user: a thing nobody types by chance, and everybody has one. */
export function namedForErasure(user: {
  id: string;
  name: string | null;
  username: string | null;
  phone: string | null;
}): string {
  return (user.name ?? user.username ?? user.phone ?? user.id).trim();
}
