use crate::Res;
pub fn command(_args: &[String]) -> Res {
    Err("Wait: this command is being written.".into())
}
