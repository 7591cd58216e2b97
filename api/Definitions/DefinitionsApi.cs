using Engagement.Access;
using Engagement.Catalogues;
using Engagement.Definitions.Reading;
using Engagement.Http;
using Engagement.Problems;
using Engagement.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Engagement.Definitions;

/// <summary>Journeys, programmes, templates and brands: checked, published as versions, read again.</summary>
static class DefinitionsApi
{
    public static void MapDefinitions(this IEndpointRouteBuilder routes)
    {
        var definitions = routes.MapGroup("/v1/definitions").WithTags("Definitions");
        definitions.MapGet("", List).Needs(Scopes.DefinitionsRead)
            .Named("listDefinitions", "List the newest version of each definition").WithMetadata(new TakesTurns());
        definitions.MapPost("/validate", Validate).Needs(Scopes.DefinitionsRead)
            .Named("validateDefinition", "Say what is wrong with a document, without publishing it")
            .WithMetadata(new TakesTurns()).MayAnswer(ProblemKind.TooManyRequests);
        definitions.MapGet("/{kind}/{id}", One).Needs(Scopes.DefinitionsRead)
            .Named("getDefinition", "Read one version of a definition, by default the newest")
            .MayAnswer(ProblemKind.NotFound);
        definitions.MapPut("/{kind}/{id}", Publish).Needs(Scopes.DefinitionsWrite)
            .Named("publishDefinition", "Publish the next version of a definition, unless its newest is the same")
            .MayAnswer(ProblemKind.VersionMoved, ProblemKind.DefinitionInvalid);
        definitions.MapDefinitionActs();
    }

    static async Task<Ok<DefinitionList>> List(
        Caller caller,
        KindFilter filter,
        IDefinitionStore store,
        CatalogueCache catalogues,
        CancellationToken cancellation)
    {
        var newest = await store.Newest(caller.Workspace, filter.Kind, cancellation);
        var catalogue = (await catalogues.For(caller.Workspace, cancellation)).Catalogue;
        return TypedResults.Ok(new DefinitionList([
            .. newest.Where(stored => filter.Kind is not null || stored.Kind != Standing.Kind)
                .Select(stored => DefinitionLine.Of(stored) with
                {
                    InForce = catalogue.InForce(stored.Kind, stored.Id),
                    IsDefault = stored.Kind == Kinds.Brand ? stored.Id == catalogue.Messages.DefaultBrand?.Id : null,
                }),
        ]));
    }

    static async Task<Ok<ValidationResult>> Validate(
        Caller caller, DocumentBody body, DefinitionPublisher publisher, CancellationToken cancellation)
    {
        var reading = await publisher.Check(caller.Workspace, body.Text, cancellation);
        return TypedResults.Ok(ValidationResult.Of(reading));
    }

    static async Task<Results<Ok<DefinitionAnswer>, Problem>> One(
        Caller caller, PathId kind, PathId id, VersionChoice choice, IDefinitionStore store, HttpContext context)
    {
        var found = await store.Get(caller.Workspace, kind.Value, id.Value, choice.Version, context.RequestAborted);
        if (found is null)
        {
            return ProblemKind.NotFound.Because("There is no such definition, or not in this version.");
        }

        context.Response.Headers.ETag = Tag(found.Version);
        return TypedResults.Ok(DefinitionAnswer.Of(found));
    }

    static async Task<Results<Created<DefinitionLine>, Ok<DefinitionLine>, DefinitionProblems, Problem>> Publish(
        Caller caller, PathId kind, PathId id, DocumentBody body, DefinitionPublisher publisher, HttpContext context)
    {
        var expected = ExpectedVersion.Of(context.Request);
        var reading = await publisher.Check(caller.Workspace, body.Text, context.RequestAborted);
        reading = reading.With([
            .. OtherThan(reading, "kind", reading.Kind, kind.Value),
            .. OtherThan(reading, "id", reading.Id, id.Value),
        ]);
        if (!reading.Problems.IsEmpty)
        {
            return new DefinitionProblems(reading.Problems, reading.More);
        }

        if (await publisher.Publish(caller, kind.Value, id.Value, body.Text, expected) is not { } published)
        {
            return ProblemKind.VersionMoved.Because("Read the newest version, bring your change into it, try again.");
        }

        var line = DefinitionLine.Of(published.Definition) with
        {
            InForce = published.Definition.Version,
            Warnings = reading.Warnings.IsEmpty ? null : reading.Warnings,
        };
        context.Response.Headers.ETag = Tag(line.Version);
        return published.IsNew ? TypedResults.Created((string?)null, line) : TypedResults.Ok(line);
    }

    static IEnumerable<DefinitionProblem> OtherThan(
        DefinitionReading reading, string member, string? written, string addressed) =>
        written is null || written == addressed ? [] :
        [
            new(
                reading.Document?.Member(member)?.Line ?? 1,
                member,
                $"The document says '{written}', and the address says '{addressed}'."),
        ];

    static string Tag(int version) => $"\"{version}\"";
}
