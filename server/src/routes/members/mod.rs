//! Members and invitations of a team.

pub mod add_role;
pub mod avatar;
pub mod cancel;
pub mod change_role;
pub mod deactivate;
pub mod delete;
pub mod delete_many;
pub mod edit;
pub mod hand_over;
pub mod invite;
pub mod list;
pub mod remove_role;
pub mod resend;
pub mod restore;
pub mod set_password;
pub mod show;
pub mod view_as;
pub mod who_can;
pub mod work;
