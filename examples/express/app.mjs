// A small CRM back end. Every route that changes something asks the rules first.
import express from "express";
import { allow, faults, refuse } from "./rolecall.mjs";
import { invited, memberOf, members } from "./members.mjs";

export const app = express();
app.use(express.json());

// Stands for this CRM's own way of knowing who asks. Who is not active never gets as far as the rules.
app.use((req, res, next) => {
  req.me = memberOf(req.get("x-user"));
  if (req.me?.status === "active") return next();
  refuse(res, { status: 401, code: "not-signed-in", title: "sign in first" });
});

app.param("id", (req, res, next, id) => {
  req.member = memberOf(id);
  if (req.member) return next();
  refuse(res, { status: 404, code: "not-found", title: "there is no such member" });
});

app.get("/members", allow("view-members"), (_req, res) => res.json(members));

app.put("/members/:id/role", allow("change-role", ({ body }) => ({ to: body?.role })), (req, res) => {
  req.member.role = req.body.role;
  res.json(req.member);
});

app.post("/members/:id/deactivate", allow("deactivate"), (req, res) => {
  req.member.status = "deactivated";
  res.json(req.member);
});

const invitation = ({ body }) => ({
  to: body?.role,
  already_member: members.some((member) => member.email === body?.email),
});

app.post("/invitations", allow("invite", invitation), (req, res) => {
  res.status(201).json(invited({ role: "agent", ...req.body }));
});

// What the product itself guards.
app.get("/deals.csv", allow("use:deals.export"), (_req, res) => {
  res.type("text/csv").send("id,title\n1,Pier 4\n");
});

app.use(faults);
