using Engagement.Definitions;

namespace Engagement.Messages;

/// <summary>The templates and brands of a workspace.</summary>
/// <param name="DefaultBrand">The brand of messages that name none; null while none is published.</param>
public sealed record PublishedMessages(
    DefinitionSet<MessageTemplate> Templates, DefinitionSet<Brand> Brands, Brand? DefaultBrand)
{
    public static PublishedMessages None { get; } =
        new(new DefinitionSet<MessageTemplate>(), new DefinitionSet<Brand>(), null);

    internal static PublishedMessages Of(IReadOnlyCollection<Definition> definitions, Standing standing)
    {
        var brands = DefinitionSets.Of<Brand>(definitions, Kinds.Brand, standing);
        return new(
            DefinitionSets.Of<MessageTemplate>(definitions, Kinds.Template, standing),
            brands,
            standing.DefaultBrand is { } chosen ? brands.Find(chosen) : brands.InForce.FirstOrDefault());
    }

    /// <summary>What goes round a message that is decided on now.</summary>
    /// <param name="otherwise">The brand where the template names none; null for the default.</param>
    public MessageLook Look(MessageTemplate template, string? otherwise)
    {
        var brand = (template.Brand ?? otherwise) is { } name ? NewestBrand(name) : DefaultBrand;
        return new(
            template.Layout is { } layout ? Templates.Find(layout)?.Version : null,
            brand?.Id,
            brand?.Version);
    }

    // A run that began before its brand was taken out of force still is that brand's, and never another's.
    Brand? NewestBrand(string id) =>
        Brands.Find(id) ?? Brands.Versions.Where(brand => brand.Id == id).MaxBy(brand => brand.Version);
}
