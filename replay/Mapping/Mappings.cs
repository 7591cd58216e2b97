namespace Engagement.Replay;

/// <summary>The mappings that come with the product, and those that are named by their file.</summary>
static class Mappings
{
    static string Folder => Path.Combine(AppContext.BaseDirectory, "mappings");

    public static Task<Recording> Open(ReplayOptions options) => File.Exists(options.File)
        ? Recording.Open(options.File, options.Mapping is { } name ? Read(PathOf(name)) : null, Known())
        : throw new UsageException($"There is no file '{options.File}'.");

    public static IEnumerable<RecordMapping> Known() =>
        Directory.EnumerateFiles(Folder, "*.yaml").Order(StringComparer.Ordinal).Select(Read);

    static string PathOf(string name) => File.Exists(name)
        ? name
        : Path.Combine(Folder, $"{name}.yaml") is var path && File.Exists(path)
            ? path
            : throw new UsageException($"There is no mapping '{name}', neither as a file nor among ours.");

    static RecordMapping Read(string path)
    {
        using var file = File.OpenText(path);
        try
        {
            return MappingReader.Read(file);
        }
        catch (MappingException error)
        {
            throw new MappingException($"{path}: {error.Message}", error);
        }
    }
}
