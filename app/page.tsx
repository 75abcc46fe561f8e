import { redirect } from 'next/navigation';

/** The front door leads to the day's work. */
export default function FrontPage(): never {
  redirect('/today');
}
