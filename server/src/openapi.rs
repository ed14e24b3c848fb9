//! The API's description, made from the table of endpoints and the wire types: what is not in the code is not in it.

use crate::config::Config;
use crate::routes::{self, Access, Route, widget};
use axum::http::Method;
use shared::api::VIEW_AS;
use std::collections::BTreeSet;
use utoipa::ToSchema as _;
use utoipa::openapi::path::{
    HttpMethod, Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ComponentsBuilder, KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{
    ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, Paths, Ref, RefOr, Required, ResponseBuilder,
    Schema,
};

const SESSION: &str = "session";
const KEY: &str = "key";
const TOKEN: &str = "widget";

/// The document.
pub fn document(config: &Config) -> OpenApi {
    let table = routes::table(config);
    let mut paths = Paths::new();
    let mut components = ComponentsBuilder::new()
        .security_scheme(
            SESSION,
            SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(crate::session::cookie::NAME))),
        )
        .security_scheme(KEY, SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)))
        .security_scheme(TOKEN, SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    let mut schemas: Vec<(String, RefOr<Schema>)> = Vec::new();
    shared::api::Problem::schemas(&mut schemas);
    schemas.push((
        shared::api::Problem::name().into_owned(),
        <shared::api::Problem as utoipa::PartialSchema>::schema(),
    ));
    for route in &table {
        schemas.extend(route.schemas.iter().cloned());
        if let Some(method) = http_method(&route.method) {
            paths.add_path_operation(route.path, vec![method], operation(route));
        }
    }
    let mut known = BTreeSet::new();
    for (name, schema) in schemas {
        if known.insert(name.clone()) {
            components = components.schema(name, schema);
        }
    }
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("Rolecall")
                .version(env!("CARGO_PKG_VERSION"))
                .description(Some(
                    "Team members, invitations and roles. Requests that change something need the header Origin of this \
                     site and, with a body, the type application/json. Every refusal is an application/problem+json.",
                ))
                .build(),
        )
        .paths(paths)
        .components(Some(components.build()))
        .build()
}

fn http_method(method: &Method) -> Option<HttpMethod> {
    Some(match *method {
        Method::GET => HttpMethod::Get,
        Method::POST => HttpMethod::Post,
        Method::PUT => HttpMethod::Put,
        Method::PATCH => HttpMethod::Patch,
        Method::DELETE => HttpMethod::Delete,
        _ => return None,
    })
}

fn json(kind: &str, name: &str) -> (String, utoipa::openapi::Content) {
    (kind.to_owned(), ContentBuilder::new().schema(Some(Ref::from_schema_name(name))).build())
}

fn operation(route: &Route) -> Operation {
    let mut op = OperationBuilder::new()
        .operation_id(Some(operation_id(route)))
        .summary(Some(route.summary))
        .response(route.status.to_string(), response(route))
        .response("default", {
            let (kind, content) = json("application/problem+json", "Problem");
            ResponseBuilder::new().description("Refused").content(kind, content).build()
        });
    let eyes =
        route.for_another.then(|| header(VIEW_AS, "Look as this member: the answer is what both may see"));
    for param in path_params(route.path).into_iter().chain(route.params.iter().cloned()).chain(eyes) {
        op = op.parameter(param);
    }
    if let Some(name) = &route.request {
        let (kind, content) = json("application/json", name);
        op = op.request_body(Some(
            RequestBodyBuilder::new().content(kind, content).required(Some(Required::True)).build(),
        ));
    }
    if let Some(kind) = route.file {
        let bytes = ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)));
        let content = ContentBuilder::new().schema(Some(bytes)).build();
        op = op.request_body(Some(
            RequestBodyBuilder::new().content(kind, content).required(Some(Required::True)).build(),
        ));
    }
    let none = Vec::<String>::new;
    match route.access {
        Access::Public => {}
        Access::SignedIn | Access::Team => op = op.security(SecurityRequirement::new(SESSION, none())),
        Access::Key(_) => op = op.security(SecurityRequirement::new(KEY, none())),
    }
    // A host's page comes with a token instead.
    if route.access != Access::Public && widget::is_in(&route.method, route.path) {
        op = op.security(SecurityRequirement::new(TOKEN, none()));
    }
    op.build()
}

fn response(route: &Route) -> utoipa::openapi::Response {
    let builder = ResponseBuilder::new().description(if route.status == 204 { "Done" } else { "The answer" });
    match &route.response {
        Some(name) => {
            let (kind, content) = json(route.media, name);
            builder.content(kind, content).build()
        }
        None => builder.build(),
    }
}

/// `POST /api/v1/teams/{team}/invitations` → `post-teams-team-invitations`.
fn operation_id(route: &Route) -> String {
    let path = route.path.trim_start_matches("/api/v1").replace(['{', '}'], "").replace(['/', '.'], "-");
    format!("{}{path}", route.method.as_str().to_lowercase())
}

fn path_params(path: &str) -> Vec<Parameter> {
    path.split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| {
            ParameterBuilder::new()
                .name(name)
                .parameter_in(ParameterIn::Path)
                .required(Required::True)
                .schema(Some(ObjectBuilder::new().schema_type(Type::String).build()))
                .build()
        })
        .collect()
}

fn header(name: &str, about: &str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .description(Some(about))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String).build()))
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn everything() -> Config {
        Config { demo: true, test_clock: true, ..Config::default() }
    }

    #[test]
    fn every_endpoint_is_in_the_document() {
        let config = everything();
        let document = serde_json::to_value(document(&config)).unwrap();
        for route in routes::table(&config) {
            let pointer = format!(
                "/paths/{}/{}",
                route.path.replace('~', "~0").replace('/', "~1"),
                route.method.as_str().to_lowercase()
            );
            let found = document.pointer(&pointer).unwrap_or_else(|| panic!("{pointer} is missing"));
            assert!(found["summary"].as_str().is_some_and(|s| !s.is_empty()), "{pointer} has no summary");
        }
        assert_eq!(document["openapi"], "3.1.0");
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = serde_json::to_value(document(&everything())).unwrap();
        let text = document.to_string();
        for part in text.split("\"#/components/schemas/").skip(1) {
            let name = part.split('"').next().unwrap();
            assert!(document["components"]["schemas"].get(name).is_some(), "{name} is missing");
        }
    }

    #[test]
    fn a1_a_path_names_its_team_when_it_is_of_a_team_and_no_endpoint_is_there_twice() {
        let mut seen = BTreeSet::new();
        for route in routes::table(&everything()) {
            assert!(
                seen.insert((route.method.to_string(), route.path)),
                "{} {} twice",
                route.method,
                route.path
            );
            let of_team = matches!(route.access, Access::Team | Access::Key(_));
            assert!(of_team || !route.path.contains("{team}"), "{}", route.path);
            assert!(route.access != Access::Team || route.path.contains("{team}"), "{}", route.path);
        }
    }

    #[test]
    fn nothing_of_the_demo_exists_without_it() {
        assert!(routes::table(&Config::default()).iter().all(|r| !r.path.starts_with("/dev")));
    }
}
