// This CRM's own people. A real one has a table; what matters is that the rules see the rows that are about to be written.

/** What was bought, by kind of seat. */
export const SEATS = { user: 4 };

export const members = [
  { id: "1", name: "Ada", email: "ada@harbour.test", role: "manager", status: "active" },
  { id: "2", name: "Ben", email: "ben@harbour.test", role: "agent", status: "active" },
  { id: "3", name: "Cleo", email: "cleo@harbour.test", role: "agent", status: "active" },
];

export const memberOf = (id) => members.find((member) => member.id === id);

/** Adds somebody who has been invited, for as long as the profile says. */
export function invited({ name = "", email, role }) {
  const expires_at = new Date(Date.now() + 7 * 24 * 3600 * 1000);
  const member = { id: String(members.length + 1), name, email, role, status: "pending", expires_at };
  members.push(member);
  return member;
}
