cat > block <<'END'
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: kubernetes.io/hostname
              labelSelector:
                matchLabels: { app: server }
END
sed -i '/^    spec:/r block' @app@.yaml
kubectl apply -f @app@.yaml
