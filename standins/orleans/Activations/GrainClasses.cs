using System.Collections.Frozen;
using System.Reflection;

namespace Orleans.Runtime;

/// <summary>
/// Finds the grain classes of the program: those of every assembly beside it that refers to this one.
/// </summary>
static class GrainClasses
{
    static readonly Lazy<Type[]> Types = new(() => [.. Assemblies().SelectMany(GrainTypes)]);

    /// <summary>The grain class of each grain interface.</summary>
    public static FrozenDictionary<Type, GrainClass> ByInterface(Silo silo) => Types.Value
        .Select(type => (Type: type, Class: new GrainClass(silo, type)))
        .SelectMany(known => known.Type.GetInterfaces().Where(IsGrainInterface).Select(face => (face, known)))
        .GroupBy(pair => pair.face, pair => pair.known)
        .Where(group => group.Count() == 1)
        .ToFrozenDictionary(group => group.Key, group => group.Single().Class);

    static bool IsGrainInterface(Type type) =>
        typeof(IGrainWithStringKey).IsAssignableFrom(type) && type != typeof(IGrainWithStringKey);

    static IEnumerable<Type> GrainTypes(Assembly assembly) =>
        assembly.GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(Grain)));

    static IEnumerable<Assembly> Assemblies()
    {
        var self = typeof(GrainClasses).Assembly.GetName().Name;
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var open = new Queue<Assembly>(AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsDynamic));
        while (open.TryDequeue(out var assembly))
        {
            if (!seen.Add(assembly.FullName!))
            {
                continue;
            }

            var references = assembly.GetReferencedAssemblies();
            foreach (var reference in references.Where(IsBesideTheProgram))
            {
                open.Enqueue(Assembly.Load(reference));
            }

            if (references.Any(reference => reference.Name == self))
            {
                yield return assembly;
            }
        }
    }

    // Frameworks lie elsewhere, and walking into them would load them all.
    static bool IsBesideTheProgram(AssemblyName name) =>
        File.Exists(Path.Combine(AppContext.BaseDirectory, name.Name + ".dll"));
}
