using Engagement.Definitions.Reading;

namespace Engagement.Messages;

/// <summary>Names of templates and brands in other definitions: there must be what they name.</summary>
static class PublishedNames
{
    public static void NotPublished(
        this Problems problems, Place place, string template, PublishedMessages published)
    {
        var near = NearName.Of(template, published.Templates.InForce.Select(known => known.Id));
        problems.Add(
            place,
            $"No template '{template}' is published"
            + (near is null ? "; publish it first." : $": did you mean {near}?"));
    }

    /// <summary>The name of a brand that can be chosen, where a document chooses one.</summary>
    public static string? Brand(this PartReader parts, Members members)
    {
        var name = members.Text("brand", Limits.IdMax);
        if (name is not null
            && parts.Published<PublishedMessages>() is { } published
            && published.Brands.Find(name) is null)
        {
            parts.Problems.Add(
                members.Take("brand")!.Value,
                $"No brand '{name}' is in force"
                + NearName.Instead(name, published.Brands.InForce.Select(brand => brand.Id)));
        }

        return name;
    }
}
